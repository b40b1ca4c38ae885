-- mart_values: the distinct values of every question whose answer is a number, and of every index.
-- One row per wave, report, question, item, demographic, group and value: how many gave it (n), the sum of
-- their weights (w) and of the squared weights (w2). Means, standard deviations and quantiles follow from
-- these sums. An empty demographic_id is everyone; the group 'unknown' is everyone without a value.

with

-- group__ is nobody's: a survey without demographics has no other column that begins so
respondents as (
    select
        *,
        null::smallint as group__,
        row_number() over (order by wave, respondent_id)::integer as row_key,
        dense_rank() over (order by wave)::smallint as wave_key
    from core_responses
),

memberships as (
    unpivot (
        select
            wave,
            respondent_id,
            wave_key,
            row_key,
            columns('^base_')
        from respondents
    )
    on columns('^base_') into name column_name value is_member
),

-- who is in which report, with the weight that counts there
members as (
    select
        memberships.wave_key,
        memberships.row_key,
        definition_report.report_key::smallint as report_key,
        case when definition_report.is_weighted then core_weights.weight else 1::decimal(18, 9) end as weight
    from memberships
    inner join definition_report on memberships.column_name = definition_report.column_name
    inner join core_weights
        on memberships.wave = core_weights.wave and memberships.respondent_id = core_weights.respondent_id
    where memberships.is_member
),

respondent_groups as (
    select
        row_key,
        columns('^group_')
    from respondents
),

group_codes as (
    from respondent_groups
    unpivot include nulls (code for column_name in (columns('^group_')))
),

-- everyone, and every demographic that the report breaks down by
group_members as (
    select
        members.wave_key,
        members.row_key,
        members.report_key,
        members.weight,
        members.weight * members.weight as weight2,
        definition_breakdown_group.group_key::integer as group_key
    from members
    inner join definition_breakdown_group on members.report_key = definition_breakdown_group.report_key
    where definition_breakdown_group.demographic_id = ''
    union all
    select
        members.wave_key,
        members.row_key,
        members.report_key,
        members.weight,
        members.weight * members.weight as weight2,
        definition_breakdown_group.group_key::integer as group_key
    from members
    inner join group_codes
        on members.row_key = group_codes.row_key
    inner join definition_breakdown_group
        on
            members.report_key = definition_breakdown_group.report_key
            and group_codes.column_name = definition_breakdown_group.column_name
            and group_codes.code is not distinct from definition_breakdown_group.code
),

answers as (
    unpivot (
        select
            row_key,
            columns('^q_')::double
        from respondents
    )
    on columns('^q_') into name column_name value number
),

-- the numbers of each respondent, in the reports that show the question
numbers as (
    select
        answers.row_key,
        answers.number,
        definition_value.question_key::integer as question_key,
        definition_report_question.report_key::smallint as report_key
    from answers
    inner join definition_value on answers.column_name = definition_value.column_name
    inner join definition_report_question
        on definition_value.question_id = definition_report_question.question_id
),

value_counts as (
    select
        group_members.wave_key,
        group_members.group_key,
        numbers.question_key,
        numbers.number,
        count(*) as value_n,
        sum(group_members.weight) as value_w,
        sum(group_members.weight2) as value_w2
    from numbers
    inner join group_members
        on
            numbers.row_key = group_members.row_key
            and numbers.report_key = group_members.report_key
    group by all
),

waves as (
    select distinct
        respondents.wave,
        respondents.wave_key
    from respondents
)

select
    waves.wave,
    definition_breakdown_group.report_id,
    definition_value.question_id,
    definition_value.item_id,
    definition_breakdown_group.demographic_id,
    definition_breakdown_group.group_id,
    value_counts.number as value,
    value_counts.value_n::bigint as value_n,
    value_counts.value_w::double as value_w,
    value_counts.value_w2::double as value_w2
from value_counts
inner join waves on value_counts.wave_key = waves.wave_key
inner join definition_value on value_counts.question_key = definition_value.question_key
inner join definition_breakdown_group on value_counts.group_key = definition_breakdown_group.group_key
order by
    waves.wave,
    definition_breakdown_group.report_id,
    value_counts.question_key,
    definition_breakdown_group.demographic_order,
    definition_breakdown_group.group_order,
    value_counts.number
