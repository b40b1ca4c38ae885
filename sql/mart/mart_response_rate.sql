-- mart_response_rate: what became of everyone invited, in all and by the groups that the register knows.
-- One row per wave, demographic and group; an empty demographic_id is everyone, 'unknown' everyone without a
-- value. Rates are added to these counts by pipeline/methods.

with

disposition_columns as (
    select
        wave,
        source_row,
        columns('^group_')
    from core_dispositions
),

disposition_groups as (
    from disposition_columns
    unpivot include nulls (code for column_name in (columns('^group_')))
),

universe_columns as (
    select
        wave,
        universe_row,
        columns('^group_')
    from core_universe
),

universe_groups as (
    from universe_columns
    unpivot include nulls (code for column_name in (columns('^group_')))
),

persons as (
    select
        wave,
        '' as column_name,
        null as code,
        status
    from core_dispositions
    union all
    select
        disposition_groups.wave,
        disposition_groups.column_name,
        disposition_groups.code,
        core_dispositions.status
    from disposition_groups
    inner join core_dispositions
        on
            disposition_groups.wave = core_dispositions.wave
            and disposition_groups.source_row = core_dispositions.source_row
    where disposition_groups.column_name in (select distinct universe_groups.column_name from universe_groups)
),

person_counts as (
    select
        wave,
        column_name,
        code,
        count(*) filter (where status = 'complete') as complete_n,
        count(*) filter (where status = 'partial') as partial_n,
        count(*) filter (where status = 'opened') as opened_n,
        count(*) filter (where status = 'withdrawn') as withdrawn_n,
        count(*) filter (where status = 'undeliverable') as undeliverable_n,
        count(*) filter (where status = 'screened_out') as screened_out_n,
        count(*) filter (where status in ('duplicate', 'deleted', 'test', 'other_wave')) as left_out_n
    from persons
    group by all
),

invitation_counts as (
    select
        wave,
        '' as column_name,
        null as code,
        sum(invited_n) as invited_n
    from core_universe
    group by all
    union all
    select
        universe_groups.wave,
        universe_groups.column_name,
        universe_groups.code,
        sum(core_universe.invited_n) as invited_n
    from universe_groups
    inner join core_universe
        on
            universe_groups.wave = core_universe.wave
            and universe_groups.universe_row = core_universe.universe_row
    group by all
)

select
    coalesce(person_counts.wave, invitation_counts.wave) as wave,
    replace(
        coalesce(person_counts.column_name, invitation_counts.column_name), 'group_', ''
    ) as demographic_id,
    case
        when coalesce(person_counts.column_name, invitation_counts.column_name) = '' then ''
        else coalesce(definition_group.group_id, 'unknown')
    end as group_id,
    coalesce(definition_group.code, 10000)::integer as group_order,
    coalesce(invitation_counts.invited_n, 0)::bigint as invited_n,
    coalesce(person_counts.complete_n, 0)::bigint as complete_n,
    coalesce(person_counts.partial_n, 0)::bigint as partial_n,
    coalesce(person_counts.opened_n, 0)::bigint as opened_n,
    coalesce(person_counts.withdrawn_n, 0)::bigint as withdrawn_n,
    coalesce(person_counts.undeliverable_n, 0)::bigint as undeliverable_n,
    coalesce(person_counts.screened_out_n, 0)::bigint as screened_out_n,
    coalesce(person_counts.left_out_n, 0)::bigint as left_out_n
from person_counts
full outer join invitation_counts
    on
        person_counts.wave = invitation_counts.wave
        and person_counts.column_name = invitation_counts.column_name
        and person_counts.code is not distinct from invitation_counts.code
left join definition_group
    on
        coalesce(person_counts.column_name, invitation_counts.column_name) = definition_group.column_name
        and coalesce(person_counts.code, invitation_counts.code) = definition_group.code
order by wave, demographic_id, group_order
