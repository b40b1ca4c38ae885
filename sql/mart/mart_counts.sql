-- mart_counts: the sums that every result is computed from.
-- One row per wave, report, question, item, option or net, demographic and group: how many chose it (n),
-- the sum of their weights (w) and of the squared weights (w2), and the same for the bases. An empty
-- demographic_id is everyone; the group 'unknown' is everyone without a value. Options that nobody chose are
-- rows too. A question whose answer is a number is one row that counts those with a number.
-- Counting goes by keys, and names come last: grouping by names takes several times as long.

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
    on columns('^q_') into name column_name value code
),

-- which answers count where, in the reports that show the question
report_answers as (
    select
        definition_answer.column_name,
        definition_answer.code,
        definition_answer.net_id,
        definition_answer.option_key::integer as option_key,
        definition_report_question.report_key::smallint as report_key
    from definition_answer
    inner join definition_report_question
        on definition_answer.question_id = definition_report_question.question_id
),

-- what each respondent chose; a net once, however many of its options
choices as (
    select
        answers.row_key,
        report_answers.report_key,
        report_answers.option_key
    from answers
    inner join report_answers
        on answers.column_name = report_answers.column_name and answers.code = report_answers.code
    where report_answers.net_id = ''
    union all
    select distinct
        answers.row_key,
        report_answers.report_key,
        report_answers.option_key
    from answers
    inner join report_answers
        on answers.column_name = report_answers.column_name and answers.code = report_answers.code
    where report_answers.net_id != ''
),

option_counts as (
    select
        group_members.wave_key,
        group_members.group_key,
        choices.option_key,
        count(*) as option_n,
        sum(group_members.weight) as option_w,
        sum(group_members.weight2) as option_w2
    from choices
    inner join group_members
        on
            choices.row_key = group_members.row_key
            and choices.report_key = group_members.report_key
    group by all
),

states as (
    unpivot (
        select
            row_key,
            columns('^state_')::enum(
                'substantive', 'dont_know', 'not_applicable', 'refused', 'invalid',
                'skipped', 'not_reached', 'not_asked', 'outside', 'unknown_blank'
            )
        from respondents
    )
    on columns('^state_') into name column_name value state
),

-- where an answer is one option, the options tell who answered; only those without an answer are looked up
report_states as (
    select
        definition_state.column_name,
        definition_state.has_one_option,
        definition_state.question_key::integer as question_key,
        definition_report_question.report_key::smallint as report_key
    from definition_state
    inner join definition_report_question
        on definition_state.question_id = definition_report_question.question_id
),

looked_up as (
    select
        group_members.wave_key,
        group_members.group_key,
        report_states.question_key,
        states.state::varchar as state,
        count(*) as n,
        sum(group_members.weight) as w,
        sum(group_members.weight2) as w2
    from states
    inner join report_states on states.column_name = report_states.column_name
    inner join group_members
        on
            states.row_key = group_members.row_key
            and report_states.report_key = group_members.report_key
    where
        not report_states.has_one_option
        or states.state not in ('substantive', 'dont_know', 'not_applicable', 'refused')
    group by all
),

state_counts as (
    select
        wave_key,
        group_key,
        question_key,
        state,
        n,
        w,
        w2
    from looked_up
    union all
    select
        option_counts.wave_key,
        option_counts.group_key,
        definition_option.question_key,
        if(definition_option.role = 'other', 'substantive', definition_option.role) as state,
        option_counts.option_n as n,
        option_counts.option_w as w,
        option_counts.option_w2 as w2
    from option_counts
    inner join definition_option on option_counts.option_key = definition_option.option_key
    where not definition_option.is_multiple and definition_option.net_id = ''
),

flagged as (
    select
        *,
        state not in ('not_asked', 'outside', 'unknown_blank') as is_asked,
        state in ('substantive', 'dont_know', 'not_applicable', 'refused') as is_answered
    from state_counts
),

bases as (
    select
        wave_key,
        group_key,
        question_key,
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
        sum(w) filter (where state = 'substantive') as valid_w,
        sum(w2) filter (where state = 'substantive') as valid_w2
    from flagged
    group by all
),

-- everyone in the group, whatever their state: the states must add up to them
group_sizes as (
    select
        wave_key,
        group_key,
        count(*) as respondents_n,
        sum(weight) as respondents_w,
        sum(weight2) as respondents_w2
    from group_members
    group by all
),

waves as (
    select distinct
        respondents.wave,
        respondents.wave_key
    from respondents
),

-- every declared group of every question, also those without a respondent, if the wave has them
frames as (
    select
        waves.wave,
        waves.wave_key,
        breakdown_groups.report_id,
        breakdown_groups.demographic_id,
        breakdown_groups.group_id,
        breakdown_groups.demographic_order,
        breakdown_groups.group_order,
        breakdown_groups.group_key,
        definition_option.*
    from waves
    cross join definition_report_question
    inner join definition_breakdown_group as breakdown_groups
        on definition_report_question.report_key = breakdown_groups.report_key
    inner join definition_option on definition_report_question.question_id = definition_option.question_id
    where
        (definition_option.first_wave is null or waves.wave >= definition_option.first_wave)
        and (definition_option.last_wave is null or waves.wave <= definition_option.last_wave)
        and (breakdown_groups.first_wave is null or waves.wave >= breakdown_groups.first_wave)
        and (breakdown_groups.last_wave is null or waves.wave <= breakdown_groups.last_wave)
)

select
    frames.wave,
    frames.report_id,
    frames.question_id,
    frames.item_id,
    frames.option_id,
    frames.net_id,
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
    frames.is_numeric,
    coalesce(if(frames.is_numeric, bases.state_substantive_n, option_counts.option_n), 0)::bigint as option_n,
    coalesce(if(frames.is_numeric, bases.valid_w, option_counts.option_w), 0)::double as option_w,
    coalesce(if(frames.is_numeric, bases.valid_w2, option_counts.option_w2), 0)::double as option_w2,
    coalesce(group_sizes.respondents_n, 0)::bigint as respondents_n,
    coalesce(group_sizes.respondents_w, 0)::double as respondents_w,
    coalesce(group_sizes.respondents_w2, 0)::double as respondents_w2,
    coalesce(bases.asked_n, 0)::bigint as asked_n,
    coalesce(bases.asked_w, 0)::double as asked_w,
    coalesce(bases.asked_w2, 0)::double as asked_w2,
    coalesce(bases.answered_n, 0)::bigint as answered_n,
    coalesce(bases.answered_w, 0)::double as answered_w,
    coalesce(bases.answered_w2, 0)::double as answered_w2,
    coalesce(bases.state_substantive_n, 0)::bigint as valid_n,
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
        frames.wave_key = bases.wave_key
        and frames.group_key = bases.group_key
        and frames.question_key = bases.question_key
left join group_sizes
    on frames.wave_key = group_sizes.wave_key and frames.group_key = group_sizes.group_key
left join option_counts
    on
        frames.wave_key = option_counts.wave_key
        and frames.group_key = option_counts.group_key
        and frames.option_key = option_counts.option_key
order by
    frames.wave,
    frames.report_id,
    frames.demographic_order,
    frames.group_order,
    frames.question_order,
    frames.item_order,
    frames.option_order
