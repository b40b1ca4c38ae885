-- mart_membership: who is in which report and group, with the weight that counts there.
-- One row per respondent, report and group of its breakdowns, everyone among them. Groups go by group_key of
-- definition_breakdown_group; who has no value is in the group 'unknown'. Other statements read it as a view:
-- it is made anew wherever it is read, and no file keeps it.

with

memberships as (
    unpivot (
        select
            wave,
            respondent_id,
            columns('^base_')
        from core_responses
    )
    on columns('^base_') into name column_name value is_member
),

members as (
    select
        memberships.wave,
        memberships.respondent_id,
        definition_report.report_key::smallint as report_key,
        case when definition_report.is_weighted then core_weights.weight else 1::decimal(18, 9) end as weight
    from memberships
    inner join definition_report on memberships.column_name = definition_report.column_name
    inner join core_weights
        on memberships.wave = core_weights.wave and memberships.respondent_id = core_weights.respondent_id
    where memberships.is_member
),

-- group__ is nobody's: a survey without demographics has no other column that begins so
respondents as (
    select
        *,
        null::smallint as group__
    from core_responses
),

respondent_groups as (
    select
        wave,
        respondent_id,
        columns('^group_')
    from respondents
),

group_codes as (
    from respondent_groups
    unpivot include nulls (code for column_name in (columns('^group_')))
),

breakdown_groups as (
    select
        demographic_id,
        column_name,
        code::smallint as code,
        report_key::smallint as report_key,
        group_key::integer as group_key
    from definition_breakdown_group
)

select
    members.wave,
    members.respondent_id,
    members.report_key,
    breakdown_groups.group_key,
    members.weight
from members
inner join breakdown_groups on members.report_key = breakdown_groups.report_key
where breakdown_groups.demographic_id = ''
union all
select
    members.wave,
    members.respondent_id,
    members.report_key,
    breakdown_groups.group_key,
    members.weight
from members
inner join group_codes
    on members.wave = group_codes.wave and members.respondent_id = group_codes.respondent_id
inner join breakdown_groups
    on
        members.report_key = breakdown_groups.report_key
        and group_codes.column_name = breakdown_groups.column_name
        and group_codes.code is not distinct from breakdown_groups.code
