-- mart_counts: the sums that every result is computed from.
-- One row per wave, report, question, item, option or net, demographic and group: how many chose it (n),
-- the sum of their weights (w) and of the squared weights (w2), and the same for the bases. An empty
-- demographic_id is everyone; the group 'unknown' is everyone without a value. Options that nobody chose are
-- rows too. A question whose answer is a number is one row that counts those with a number.
-- Counting goes by keys, and names come last: grouping by names takes several times as long.

with

waves as (
    select wave
    from core_responses
    group by wave
),

group_values as (
    select
        definition_group_digit.digit_key,
        definition_breakdown_group.group_key,
        coalesce(definition_breakdown_group.code, 0) as value
    from definition_group_digit
    inner join definition_breakdown_group
        on
            definition_group_digit.report_key = definition_breakdown_group.report_key
            and definition_group_digit.column_name = definition_breakdown_group.column_name
),

-- packs taken apart: how many have an answer and are in a group
digit_counts as (
    select
        mart_combination.wave,
        answers.digit_key,
        (mart_combination.answer_code // answers.place) % answers.size as value,
        belongings.digit_key as group_digit_key,
        (mart_combination.group_code // belongings.place) % belongings.size as group_value,
        sum(mart_combination.n) as n,
        sum(mart_combination.w) as w,
        sum(mart_combination.w2) as w2
    from mart_combination
    inner join definition_answer_digit as answers on mart_combination.answer_pack = answers.pack_key
    inner join definition_group_digit as belongings on mart_combination.group_pack = belongings.pack_key
    group by all
),

counted as (
    select
        digit_counts.wave,
        group_values.group_key,
        digit_counts.digit_key,
        digit_counts.value,
        digit_counts.n,
        digit_counts.w,
        digit_counts.w2
    from digit_counts
    inner join group_values
        on
            digit_counts.group_digit_key = group_values.digit_key
            and digit_counts.group_value = group_values.value
),

answer_values as (
    select distinct
        digit_key,
        value,
        option_key,
        question_key,
        state
    from definition_digit_value
),

option_counts as (
    select
        counted.wave,
        counted.group_key,
        answer_values.option_key,
        counted.n as option_n,
        counted.w as option_w,
        counted.w2 as option_w2
    from counted
    inner join answer_values
        on counted.digit_key = answer_values.digit_key and counted.value = answer_values.value
    where answer_values.option_key is not null
),

state_counts as (
    select
        counted.wave,
        counted.group_key,
        answer_values.question_key,
        counted.n,
        counted.w,
        counted.w2,
        answer_values.state,
        answer_values.state not in ('not_asked', 'outside', 'unknown_blank') as is_asked,
        answer_values.state in ('substantive', 'dont_know', 'not_applicable', 'refused') as is_answered
    from counted
    inner join answer_values
        on counted.digit_key = answer_values.digit_key and counted.value = answer_values.value
    where answer_values.state != ''
),

bases as (
    select
        wave,
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
    from state_counts
    group by all
),

-- everyone in the group, whatever their state: the states must add up to them
group_sizes as (
    select
        mart_combination.wave,
        group_values.group_key,
        sum(mart_combination.n) as respondents_n,
        sum(mart_combination.w) as respondents_w,
        sum(mart_combination.w2) as respondents_w2
    from mart_combination
    inner join definition_group_digit on mart_combination.group_pack = definition_group_digit.pack_key
    inner join group_values
        on
            definition_group_digit.digit_key = group_values.digit_key
            and (mart_combination.group_code // definition_group_digit.place) % definition_group_digit.size
            = group_values.value
    where mart_combination.answer_pack = 0
    group by all
),

-- every declared group of every question, also those without a respondent, if the wave has them
frames as (
    select
        waves.wave,
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
        frames.wave = bases.wave
        and frames.group_key = bases.group_key
        and frames.question_key = bases.question_key
left join group_sizes
    on frames.wave = group_sizes.wave and frames.group_key = group_sizes.group_key
left join option_counts
    on
        frames.wave = option_counts.wave
        and frames.group_key = option_counts.group_key
        and frames.option_key = option_counts.option_key
order by
    frames.wave,
    frames.report_id,
    frames.group_key,
    frames.option_key
