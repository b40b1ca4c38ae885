-- mart_overlap: the respondents that two groups of a demographic share, where one can be in several.
-- One row per wave, report, question, item, demographic and pair of groups that share anybody who took a
-- stand: how many they are (n), and the sum of their squared weights (w2), for tests between the groups.

with

group_members as (
    select
        mart_membership.wave,
        mart_membership.respondent_id,
        mart_membership.report_key,
        mart_membership.weight,
        definition_breakdown_group.demographic_id,
        definition_breakdown_group.group_id,
        definition_breakdown_group.group_key
    from mart_membership
    inner join definition_breakdown_group on mart_membership.group_key = definition_breakdown_group.group_key
    where definition_breakdown_group.is_multiple
),

pairs as (
    select
        one.wave,
        one.respondent_id,
        one.report_key,
        one.demographic_id,
        one.group_id as group_id_1,
        another.group_id as group_id_2,
        one.weight * one.weight as weight2
    from group_members as one
    inner join group_members as another
        on
            one.wave = another.wave
            and one.respondent_id = another.respondent_id
            and one.report_key = another.report_key
            and one.demographic_id = another.demographic_id
    where one.group_key < another.group_key
),

states as (
    unpivot (
        select
            wave,
            respondent_id,
            columns('^state_')::varchar
        from core_responses
    )
    on columns('^state_') into name column_name value state
),

valid as (
    select
        states.wave,
        states.respondent_id,
        definition_state.question_id,
        definition_state.item_id,
        definition_report_question.report_id,
        definition_report_question.report_key
    from states
    inner join definition_state on states.column_name = definition_state.column_name
    inner join definition_report_question
        on definition_state.question_id = definition_report_question.question_id
    where states.state = 'substantive'
)

select
    valid.wave,
    valid.report_id,
    valid.question_id,
    valid.item_id,
    pairs.demographic_id,
    pairs.group_id_1,
    pairs.group_id_2,
    count(*)::bigint as overlap_n,
    sum(pairs.weight2)::double as overlap_w2
from valid
inner join pairs
    on
        valid.wave = pairs.wave
        and valid.respondent_id = pairs.respondent_id
        and valid.report_key = pairs.report_key
group by all
order by
    valid.wave,
    valid.report_id,
    valid.question_id,
    valid.item_id,
    pairs.demographic_id,
    pairs.group_id_1,
    pairs.group_id_2
