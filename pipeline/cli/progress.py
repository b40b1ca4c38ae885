"""A run's progress as a person can follow it: a line a step, while it happens."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from pipeline.cli.console import out

INTERVAL = 0.8
ENDED, FAILED = dg.DagsterEventType.STEP_SUCCESS, dg.DagsterEventType.STEP_FAILURE


@contextmanager
def following(instance: dg.DagsterInstance, run_id: str) -> Iterator[None]:
    """Print the steps of a run as they end, until the block ends."""
    done = threading.Event()
    follower = threading.Thread(target=_follow, args=(instance, run_id, done), daemon=True)
    follower.start()
    try:
        yield
    finally:
        done.set()
        follower.join()


def _follow(instance: dg.DagsterInstance, run_id: str, done: threading.Event) -> None:
    said: set[tuple[str, str]] = set()
    last = False
    while not last:
        last = done.wait(INTERVAL)
        if instance.has_run(run_id):
            _say_new(instance, run_id, said)


def _say_new(instance: dg.DagsterInstance, run_id: str, said: set[tuple[str, str]]) -> None:
    for entry in instance.all_logs(run_id, of_type={ENDED, FAILED}):
        event = entry.dagster_event
        if event is None or event.step_key is None:
            continue
        mark = (event.event_type_value, event.step_key)
        if mark in said:
            continue
        said.add(mark)
        name = event.step_key.split("__", 1)[-1]
        if event.event_type == FAILED:
            out.print(f"  [red]✗[/red] {name}")
        else:
            milliseconds = event.step_success_data.duration_ms
            out.print(f"  [green]✓[/green] {name:<32} {milliseconds / 1000:5.1f} s")
