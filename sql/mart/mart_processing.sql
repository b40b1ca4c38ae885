-- mart_processing: what became of every exported row, which respondents look odd and yet count, and which
-- answers are not counted, as counts.
-- One row per wave and status of exported rows (kind 'row'), reason to look at respondents (kind 'flag'), or
-- rule that keeps answers out (kind 'answer').

with

row_counts as (
    select
        wave,
        'row' as kind,
        status as reason,
        count(*) as n
    from core_dispositions
    group by all
),

flag_counts as (
    select
        wave,
        'flag' as kind,
        flag as reason,
        count(*) as n
    from core_flags
    where not is_removed
    group by all
),

answer_counts as (
    select
        wave,
        'answer' as kind,
        rule as reason,
        count(*) as n
    from core_rejected
    where question_id != ''
    group by all
)

select
    wave,
    kind,
    reason,
    n::bigint as n
from row_counts
union all
select
    wave,
    kind,
    reason,
    n::bigint as n
from flag_counts
union all
select
    wave,
    kind,
    reason,
    n::bigint as n
from answer_counts
order by wave, kind, reason
