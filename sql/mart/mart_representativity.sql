-- mart_representativity: respondents beside the universe, by the groups of the demographics that both know.
-- One row per wave, report, demographic and group; 'unknown' is everyone without a value. Shares, differences
-- and verdicts are added to these counts by pipeline/methods.

with

cell_groups as (
    select
        wave,
        report_id,
        universe_n,
        respondents_n,
        respondents_w,
        unnest(string_split(cell_key, '|')) as cell_group
    from mart_response_cell
),

margins as (
    select
        wave,
        report_id,
        split_part(cell_group, '=', 1) as demographic_id,
        split_part(cell_group, '=', 2)::integer as code,
        sum(universe_n) as universe_n,
        sum(respondents_n) as respondents_n,
        sum(respondents_w::decimal(28, 9)) as respondents_w
    from cell_groups
    group by all
)

select
    margins.wave,
    margins.report_id,
    margins.demographic_id,
    coalesce(definition_group.group_id, 'unknown') as group_id,
    definition_representativity.table_order::integer as table_order,
    coalesce(definition_group.code, 10000)::integer as group_order,
    coalesce(definition_group.in_universe, false) as in_universe,
    margins.universe_n::bigint as universe_n,
    margins.respondents_n::bigint as respondents_n,
    margins.respondents_w::double as respondents_w
from margins
inner join definition_representativity
    on
        margins.report_id = definition_representativity.report_id
        and margins.demographic_id = definition_representativity.demographic_id
left join definition_group
    on margins.demographic_id = definition_group.demographic_id and margins.code = definition_group.code
order by margins.wave, margins.report_id, table_order, group_order
