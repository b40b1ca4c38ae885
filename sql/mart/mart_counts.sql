-- mart_counts: the sums that every result is computed from.
-- One row per wave, report, question, item, option, demographic and group: how many chose the option (n), the sum of
-- their weights (w) and of the squared weights (w2), and the same for the bases. An empty demographic_id is everyone;
-- the group 'unknown' is everyone without a value. Options that nobody chose are rows too.

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

-- who is in which report, with the weight that counts there
members as (
    select
        memberships.wave,
        memberships.respondent_id,
        definition_report.report_id,
        case when definition_report.is_weighted then core_weights.weight else 1 end as weight
    from memberships
    inner join definition_report on memberships.column_name = definition_report.column_name
    inner join core_weights
        on memberships.wave = core_weights.wave and memberships.respondent_id = core_weights.respondent_id
    where memberships.is_member
),

group_codes as (
    from (
        select
            wave,
            respondent_id,
            columns('^group_')
        from core_responses
    )
    unpivot include nulls (code for column_name in (columns('^group_')))
),

-- everyone, and every demographic that the report breaks down by
group_members as (
    select
        members.*,
        '' as demographic_id,
        '' as group_id
    from members
    union all
    select
        members.*,
        definition_breakdown.demographic_id,
        coalesce(definition_group.group_id, 'unknown') as group_id
    from members
    inner join definition_breakdown on members.report_id = definition_breakdown.report_id
    inner join group_codes
        on
            members.wave = group_codes.wave
            and members.respondent_id = group_codes.respondent_id
            and definition_breakdown.column_name = group_codes.column_name
    left join definition_group
        on group_codes.column_name = definition_group.column_name and group_codes.code = definition_group.code
),

answers as (
    unpivot (
        select
            wave,
            respondent_id,
            columns('^q_')::double
        from core_responses
    )
    on columns('^q_') into name column_name value code
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

option_counts as (
    select
        group_members.wave,
        group_members.report_id,
        group_members.demographic_id,
        group_members.group_id,
        definition_answer.question_id,
        definition_answer.item_id,
        definition_answer.option_id,
        count(*) as option_n,
        sum(group_members.weight) as option_w,
        sum(group_members.weight * group_members.weight) as option_w2
    from answers
    inner join definition_answer
        on answers.column_name = definition_answer.column_name and answers.code = definition_answer.code
    inner join definition_report_question on definition_answer.question_id = definition_report_question.question_id
    inner join group_members
        on
            answers.wave = group_members.wave
            and answers.respondent_id = group_members.respondent_id
            and definition_report_question.report_id = group_members.report_id
    group by all
),

state_counts as (
    select
        group_members.wave,
        group_members.report_id,
        group_members.demographic_id,
        group_members.group_id,
        definition_state.question_id,
        definition_state.item_id,
        states.state,
        states.state in ('substantive', 'dont_know', 'not_applicable', 'refused') as is_answered,
        states.state not in ('not_asked', 'outside', 'unknown_blank') as is_asked,
        count(*) as n,
        sum(group_members.weight) as w,
        sum(group_members.weight * group_members.weight) as w2
    from states
    inner join definition_state on states.column_name = definition_state.column_name
    inner join definition_report_question on definition_state.question_id = definition_report_question.question_id
    inner join group_members
        on
            states.wave = group_members.wave
            and states.respondent_id = group_members.respondent_id
            and definition_report_question.report_id = group_members.report_id
    group by all
),

bases as (
    select
        wave,
        report_id,
        demographic_id,
        group_id,
        question_id,
        item_id,
        sum(n) as respondents_n,
        sum(w) as respondents_w,
        sum(w2) as respondents_w2,
        sum(n) filter (where state = 'substantive') as state_substantive_n,
        sum(n) filter (where state = 'dont_know') as state_dont_know_n,
        sum(n) filter (where state = 'not_applicable') as state_not_applicable_n,
        sum(n) filter (where state = 'refused') as state_refused_n,
        sum(n) filter (where state = 'invalid') as state_invalid_n,
        sum(n) filter (where state = 'skipped') as state_skipped_n,
        sum(n) filter (where state = 'not_reached') as state_not_reached_n,
        sum(n) filter (where state = 'not_asked') as state_not_asked_n,
        sum(n) filter (where state = 'outside') as state_outside_n,
        sum(n) filter (where state = 'unknown_blank') as state_unknown_blank_n,
        sum(n) filter (where is_asked) as asked_n,
        sum(w) filter (where is_asked) as asked_w,
        sum(w2) filter (where is_asked) as asked_w2,
        sum(n) filter (where is_answered) as answered_n,
        sum(w) filter (where is_answered) as answered_w,
        sum(w2) filter (where is_answered) as answered_w2,
        sum(n) filter (where state = 'substantive') as valid_n,
        sum(w) filter (where state = 'substantive') as valid_w,
        sum(w2) filter (where state = 'substantive') as valid_w2
    from state_counts
    group by all
),

-- every declared group of every question, also those without a respondent
frames as (
    select
        waves.wave,
        definition_report_question.report_id,
        definition_breakdown_group.demographic_id,
        definition_breakdown_group.group_id,
        definition_breakdown_group.demographic_order,
        definition_breakdown_group.group_order,
        definition_option.*
    from (select distinct members.wave from members) as waves
    cross join definition_report_question
    inner join definition_breakdown_group
        on definition_report_question.report_id = definition_breakdown_group.report_id
    inner join definition_option on definition_report_question.question_id = definition_option.question_id
)

select
    frames.wave,
    frames.report_id,
    frames.question_id,
    frames.item_id,
    frames.option_id,
    frames.demographic_id,
    frames.group_id,
    frames.question_order,
    frames.item_order,
    frames.option_order,
    frames.demographic_order,
    frames.group_order,
    frames.question_type,
    frames.role,
    frames.is_multiple,
    coalesce(option_counts.option_n, 0)::bigint as option_n,
    coalesce(option_counts.option_w, 0)::double as option_w,
    coalesce(option_counts.option_w2, 0)::double as option_w2,
    coalesce(bases.respondents_n, 0)::bigint as respondents_n,
    coalesce(bases.respondents_w, 0)::double as respondents_w,
    coalesce(bases.respondents_w2, 0)::double as respondents_w2,
    coalesce(bases.asked_n, 0)::bigint as asked_n,
    coalesce(bases.asked_w, 0)::double as asked_w,
    coalesce(bases.asked_w2, 0)::double as asked_w2,
    coalesce(bases.answered_n, 0)::bigint as answered_n,
    coalesce(bases.answered_w, 0)::double as answered_w,
    coalesce(bases.answered_w2, 0)::double as answered_w2,
    coalesce(bases.valid_n, 0)::bigint as valid_n,
    coalesce(bases.valid_w, 0)::double as valid_w,
    coalesce(bases.valid_w2, 0)::double as valid_w2,
    coalesce(bases.state_substantive_n, 0)::bigint as state_substantive_n,
    coalesce(bases.state_dont_know_n, 0)::bigint as state_dont_know_n,
    coalesce(bases.state_not_applicable_n, 0)::bigint as state_not_applicable_n,
    coalesce(bases.state_refused_n, 0)::bigint as state_refused_n,
    coalesce(bases.state_invalid_n, 0)::bigint as state_invalid_n,
    coalesce(bases.state_skipped_n, 0)::bigint as state_skipped_n,
    coalesce(bases.state_not_reached_n, 0)::bigint as state_not_reached_n,
    coalesce(bases.state_not_asked_n, 0)::bigint as state_not_asked_n,
    coalesce(bases.state_outside_n, 0)::bigint as state_outside_n,
    coalesce(bases.state_unknown_blank_n, 0)::bigint as state_unknown_blank_n
from frames
left join bases
    on
        frames.wave = bases.wave
        and frames.report_id = bases.report_id
        and frames.demographic_id = bases.demographic_id
        and frames.group_id = bases.group_id
        and frames.question_id = bases.question_id
        and frames.item_id = bases.item_id
left join option_counts
    on
        frames.wave = option_counts.wave
        and frames.report_id = option_counts.report_id
        and frames.demographic_id = option_counts.demographic_id
        and frames.group_id = option_counts.group_id
        and frames.question_id = option_counts.question_id
        and frames.item_id = option_counts.item_id
        and frames.option_id = option_counts.option_id
order by
    frames.wave,
    frames.report_id,
    frames.demographic_order,
    frames.group_order,
    frames.question_order,
    frames.item_order,
    frames.option_order
