-- mart_trend_pair: what those who gave a valid answer to a question in two waves answered in each.
-- One row per wave and the wave that it is compared with, report, question, item, demographic, group and
-- pair of answers: how many (n), and the sum of the products of their two weights (ww). Only persons who are
-- in the report (and group) in both waves, matched on the pseudonym. Answers are codes or numbers. Questions
-- with several answers have rows of their own for each option and net, in which 1 is chosen and 0 is not.

with

respondents as (
    select
        *,
        row_number() over (order by wave, respondent_id)::integer as row_key
    from core_responses
),

wave_pairs as (
    select distinct
        wave,
        previous_wave
    from definition_trend_pair
),

-- the two rows of everyone who is in both waves
linked as (
    select
        wave_pairs.wave,
        wave_pairs.previous_wave,
        later.row_key,
        earlier.row_key as previous_row_key
    from wave_pairs
    inner join respondents as later on wave_pairs.wave = later.wave
    inner join respondents as earlier
        on wave_pairs.previous_wave = earlier.wave and later.respondent_key = earlier.respondent_key
),

linked_rows as (
    select linked.row_key
    from linked
    union
    select linked.previous_row_key as row_key
    from linked
),

group_members as (
    select
        respondents.row_key,
        mart_membership.report_key,
        mart_membership.weight,
        mart_membership.group_key
    from mart_membership
    inner join respondents
        on
            mart_membership.wave = respondents.wave
            and mart_membership.respondent_id = respondents.respondent_id
    where respondents.row_key in (select linked_rows.row_key from linked_rows)
),

-- who is in a group in both waves
linked_members as (
    select
        linked.wave,
        linked.previous_wave,
        linked.row_key,
        linked.previous_row_key,
        later.report_key,
        later.group_key,
        later.weight * earlier.weight as ww
    from linked
    inner join group_members as later on linked.row_key = later.row_key
    inner join group_members as earlier
        on linked.previous_row_key = earlier.row_key and later.group_key = earlier.group_key
),

answers as (
    unpivot (
        select
            row_key,
            columns('^q_')::double
        from respondents
        where row_key in (select linked_rows.row_key from linked_rows)
    )
    on columns('^q_') into name column_name value code
),

states as (
    unpivot (
        select
            wave,
            row_key,
            columns('^state_')::varchar
        from respondents
        where row_key in (select linked_rows.row_key from linked_rows)
    )
    on columns('^state_') into name column_name value state
),

-- options of the questions that trends show
options as (
    select *
    from definition_option
    where question_id in (select definition_trend_pair.question_id from definition_trend_pair)
),

-- an option of a question with one answer; option_key 0 is the question
single_answers as (
    select
        answers.row_key,
        options.question_key,
        0::bigint as option_key,
        answers.code as answer
    from answers
    inner join definition_digit_value as digit_values
        on answers.column_name = digit_values.column_name and answers.code = digit_values.code
    inner join options on digit_values.option_key = options.option_key
    where not options.is_multiple and options.role in ('substantive', 'other')
),

-- what each person ticked; a net once, however many of its options
ticked as (
    select distinct
        answers.row_key,
        options.option_key
    from answers
    inner join definition_digit_value as digit_values
        on answers.column_name = digit_values.column_name and answers.code = digit_values.code
    inner join options on digit_values.option_key = options.option_key
    where options.is_multiple
),

number_answers as (
    select
        answers.row_key,
        definition_value.question_key,
        0::bigint as option_key,
        answers.code as answer
    from answers
    inner join definition_value on answers.column_name = definition_value.column_name
),

-- every option and net of a question with several answers, if the wave has it, of everyone who answered it
tick_answers as (
    select
        states.row_key,
        options.question_key,
        options.option_key,
        if(ticked.option_key is null, 0, 1)::double as answer
    from states
    inner join definition_state on states.column_name = definition_state.column_name
    inner join options on definition_state.question_key = options.question_key
    left join ticked on states.row_key = ticked.row_key and options.option_key = ticked.option_key
    where
        options.is_multiple
        and states.state = 'substantive'
        and options.role in ('substantive', 'other')
        and (options.first_wave is null or states.wave >= options.first_wave)
        and (options.last_wave is null or states.wave <= options.last_wave)
),

valid_answers as (
    select
        row_key,
        question_key,
        option_key,
        answer
    from single_answers
    union all
    select
        row_key,
        question_key,
        option_key,
        answer
    from number_answers
    union all
    select
        row_key,
        question_key,
        option_key,
        answer
    from tick_answers
),

-- which questions are compared in which waves, by keys
question_pairs as (
    select distinct
        definition_trend_pair.wave,
        definition_trend_pair.previous_wave,
        definition_report.report_key::smallint as report_key,
        definition_option.question_key
    from definition_trend_pair
    inner join definition_report on definition_trend_pair.report_id = definition_report.report_id
    inner join definition_option on definition_trend_pair.question_id = definition_option.question_id
),

pair_counts as (
    select
        linked_members.wave,
        linked_members.previous_wave,
        linked_members.group_key,
        later.question_key,
        later.option_key,
        earlier.answer as previous_answer,
        later.answer,
        count(*) as pair_n,
        sum(linked_members.ww) as pair_ww
    from linked_members
    inner join question_pairs
        on
            linked_members.wave = question_pairs.wave
            and linked_members.previous_wave = question_pairs.previous_wave
            and linked_members.report_key = question_pairs.report_key
    inner join valid_answers as later
        on linked_members.row_key = later.row_key and question_pairs.question_key = later.question_key
    inner join valid_answers as earlier
        on
            linked_members.previous_row_key = earlier.row_key
            and later.question_key = earlier.question_key
            and later.option_key = earlier.option_key
    group by all
),

questions as (
    select distinct
        question_key,
        question_id,
        item_id
    from definition_option
)

select
    pair_counts.wave,
    pair_counts.previous_wave,
    definition_breakdown_group.report_id,
    questions.question_id,
    questions.item_id,
    coalesce(definition_option.option_id, '') as option_id,
    coalesce(definition_option.net_id, '') as net_id,
    definition_breakdown_group.demographic_id,
    definition_breakdown_group.group_id,
    pair_counts.previous_answer,
    pair_counts.answer,
    pair_counts.pair_n::bigint as pair_n,
    pair_counts.pair_ww::double as pair_ww
from pair_counts
inner join questions on pair_counts.question_key = questions.question_key
inner join definition_breakdown_group on pair_counts.group_key = definition_breakdown_group.group_key
left join definition_option on pair_counts.option_key = definition_option.option_key
order by
    pair_counts.wave,
    pair_counts.previous_wave,
    definition_breakdown_group.report_key,
    definition_breakdown_group.demographic_order,
    definition_breakdown_group.group_order,
    pair_counts.question_key,
    pair_counts.option_key,
    pair_counts.previous_answer,
    pair_counts.answer
