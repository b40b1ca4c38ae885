-- mart_counts: the sums that every result is computed from.
-- One row per wave, report, question, item, option or net, demographic and group: how many chose it (n),
-- the sum of their weights (w) and of the squared weights (w2), and the same for the bases. An empty
-- demographic_id is everyone; the group 'unknown' is everyone without a value. Options that nobody chose are
-- rows too. A question whose answer is a number is one row that counts those with a number.
-- Counting goes by keys, and names come last: grouping by names takes several times as long.

with

waves as (
    select
        wave,
        row_number() over (order by wave)::smallint as wave_key
    from core_responses
    group by wave
),

group_members as materialized (
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

breakdown_sizes as (
    select
        report_key,
        demographic_order,
        if(any_value(is_multiple), count(*), log2(count(*))) as bits
    from definition_breakdown_group
    group by report_key, demographic_order
),

-- breakdowns are counted several at once, as many as make about 2^6 combinations of groups
packs as (
    select
        report_key,
        demographic_order,
        floor(sum(bits) over (partition by report_key order by demographic_order) / 6)::smallint as pack
    from breakdown_sizes
),

group_packs as (
    select
        definition_breakdown_group.group_key::integer as group_key,
        packs.pack
    from definition_breakdown_group
    inner join packs
        on
            definition_breakdown_group.report_key = packs.report_key
            and definition_breakdown_group.demographic_order = packs.demographic_order
),

-- the groups of a respondent in each pack
combined as (
    select
        group_members.wave_key,
        group_members.respondent_id,
        group_members.report_key,
        group_packs.pack,
        any_value(group_members.weight) as weight,
        any_value(group_members.weight2) as weight2,
        list(group_members.group_key order by group_members.group_key) as group_keys
    from group_members
    inner join group_packs on group_members.group_key = group_packs.group_key
    group by all
),

combinations as materialized (
    select
        group_keys,
        row_number() over ()::integer as combination_key
    from combined
    group by group_keys
),

combination_groups as (
    select
        combination_key,
        unnest(group_keys) as group_key
    from combinations
),

combination_members as materialized (
    select
        combined.wave_key,
        combined.respondent_id,
        combined.report_key,
        combined.weight,
        combined.weight2,
        combinations.combination_key
    from combined
    inner join combinations on combined.group_keys = combinations.group_keys
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
        answers.wave_key,
        answers.respondent_id,
        report_answers.report_key,
        report_answers.option_key
    from answers
    inner join report_answers
        on answers.column_name = report_answers.column_name and answers.code = report_answers.code
    where report_answers.net_id = ''
    union all
    select distinct
        answers.wave_key,
        answers.respondent_id,
        report_answers.report_key,
        report_answers.option_key
    from answers
    inner join report_answers
        on answers.column_name = report_answers.column_name and answers.code = report_answers.code
    where report_answers.net_id != ''
),

-- as lists: they are joined once a respondent, not once an answer
chosen as (
    select
        wave_key,
        respondent_id,
        report_key,
        list(option_key) as option_keys
    from choices
    group by all
),

combination_choices as (
    select
        combination_members.wave_key,
        combination_members.combination_key,
        combination_members.weight,
        combination_members.weight2,
        unnest(chosen.option_keys) as option_key
    from chosen
    inner join combination_members
        on
            chosen.wave_key = combination_members.wave_key
            and chosen.respondent_id = combination_members.respondent_id
            and chosen.report_key = combination_members.report_key
),

combination_counts as (
    select
        wave_key,
        combination_key,
        option_key,
        count(*) as option_n,
        sum(weight) as option_w,
        sum(weight2) as option_w2
    from combination_choices
    group by all
),

option_counts as (
    select
        combination_counts.wave_key,
        combination_groups.group_key,
        combination_counts.option_key,
        sum(combination_counts.option_n) as option_n,
        sum(combination_counts.option_w) as option_w,
        sum(combination_counts.option_w2) as option_w2
    from combination_counts
    inner join combination_groups on combination_counts.combination_key = combination_groups.combination_key
    group by all
),

states as (
    unpivot (
        select
            waves.wave_key,
            core_responses.respondent_id,
            columns('^state_')::varchar
        from core_responses
        inner join waves on core_responses.wave = waves.wave
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
        states.state,
        count(*) as n,
        sum(group_members.weight) as w,
        sum(group_members.weight2) as w2
    from states
    inner join report_states on states.column_name = report_states.column_name
    inner join group_members
        on
            states.wave_key = group_members.wave_key
            and states.respondent_id = group_members.respondent_id
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
