-- mart_values: the distinct values of every question whose answer is a number, and of every index.
-- One row per wave, report, question, item, demographic, group and value: how many gave it (n), the sum of
-- their weights (w) and of the squared weights (w2). Means, standard deviations and quantiles follow from
-- these sums. An empty demographic_id is everyone; the group 'unknown' is everyone without a value.

with

waves as (
    select
        wave,
        row_number() over (order by wave)::smallint as wave_key
    from core_responses
    group by wave
),

group_members as (
    select
        waves.wave_key,
        mart_membership.respondent_id,
        mart_membership.report_key,
        mart_membership.group_key,
        mart_membership.weight,
        mart_membership.weight * mart_membership.weight as weight2
    from mart_membership
    inner join waves on mart_membership.wave = waves.wave
),

answers as (
    unpivot (
        select
            waves.wave_key,
            core_responses.respondent_id,
            columns('^q_')::double
        from core_responses
        inner join waves on core_responses.wave = waves.wave
    )
    on columns('^q_') into name column_name value number
),

-- the numbers of each respondent, in the reports that show the question
numbers as (
    select
        answers.wave_key,
        answers.respondent_id,
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
            numbers.wave_key = group_members.wave_key
            and numbers.respondent_id = group_members.respondent_id
            and numbers.report_key = group_members.report_key
    group by all
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
