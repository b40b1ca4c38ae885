-- mart_values: the distinct values of every question whose answer is a number, and of every index.
-- One row per wave, report, question, item, demographic, group and value: how many gave it (n), the sum of
-- their weights (w) and of the squared weights (w2). Means, standard deviations and quantiles follow from
-- these sums. value_units is w in units of its ninth decimal: a whole number, so that a quantile compares
-- exactly also where w has more digits than a double. An empty demographic_id is everyone; the group
-- 'unknown' is everyone without a value.

with

group_values as (
    select
        definition_group_digit.pack_key,
        definition_group_digit.place,
        definition_group_digit.size,
        coalesce(definition_breakdown_group.code, 0) as value,
        definition_breakdown_group.group_key
    from definition_group_digit
    inner join definition_breakdown_group
        on
            definition_group_digit.report_key = definition_breakdown_group.report_key
            and definition_group_digit.column_name = definition_breakdown_group.column_name
),

value_counts as (
    select
        mart_number.wave,
        mart_number.question_key,
        mart_number.value,
        group_values.group_key,
        sum(mart_number.n) as value_n,
        sum(mart_number.w) as value_w,
        sum(mart_number.w2) as value_w2
    from mart_number
    inner join group_values
        on
            mart_number.group_pack = group_values.pack_key
            and (mart_number.group_code // group_values.place) % group_values.size = group_values.value
    group by all
)

select
    value_counts.wave,
    definition_breakdown_group.report_id,
    definition_value.question_id,
    definition_value.item_id,
    definition_breakdown_group.demographic_id,
    definition_breakdown_group.group_id,
    value_counts.value,
    value_counts.value_n::bigint as value_n,
    value_counts.value_w::double as value_w,
    value_counts.value_w2::double as value_w2,
    (value_counts.value_w::decimal(28, 9) * 1000000000)::bigint as value_units
from value_counts
inner join definition_value on value_counts.question_key = definition_value.question_key
inner join definition_breakdown_group on value_counts.group_key = definition_breakdown_group.group_key
order by
    value_counts.wave,
    definition_breakdown_group.report_id,
    value_counts.question_key,
    definition_breakdown_group.demographic_order,
    definition_breakdown_group.group_order,
    value_counts.value
