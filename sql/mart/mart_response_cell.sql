-- mart_response_cell: respondents beside the universe, by the crossing of a report's demographics.
-- One row per wave, report and cell; cell_key names the group of each demographic, as 'alder=3|kjonn=1', with
-- 0 for no value. Tables of who took part and the R-indicator come from these counts.

with

respondent_columns as (
    select
        wave,
        respondent_id,
        columns('^group_')
    from core_responses
),

respondent_groups as (
    from respondent_columns
    unpivot include nulls (code for column_name in (columns('^group_')))
),

universe_columns as (
    select
        wave,
        universe_row,
        columns('^group_')
    from core_universe
),

universe_groups as (
    from universe_columns
    unpivot include nulls (code for column_name in (columns('^group_')))
),

-- 'base_' is of no report: without it there is nothing to unpivot where no report compares
universe_bases as (
    unpivot (
        select
            *,
            false as base_
        from core_universe
    )
    on columns('^base_') into name column_name value is_member
),

scoped as (
    select
        mart_scope.wave,
        mart_scope.report_id,
        definition_group.column_name,
        definition_group.code
    from mart_scope
    inner join definition_group
        on
            mart_scope.demographic_id = definition_group.demographic_id
            and mart_scope.group_id = definition_group.group_id
    where mart_scope.is_in_scope
),

-- a group code in scope, or no scope at all
reports as (
    select distinct
        report_id,
        scope_demographic_id = '' as is_unscoped
    from definition_representativity
),

scoped_respondents as (
    select
        respondent_groups.wave,
        scoped.report_id,
        respondent_groups.respondent_id
    from respondent_groups
    inner join scoped
        on
            respondent_groups.wave = scoped.wave
            and respondent_groups.column_name = scoped.column_name
            and respondent_groups.code = scoped.code
),

scoped_universe as (
    select
        universe_groups.wave,
        scoped.report_id,
        universe_groups.universe_row
    from universe_groups
    inner join scoped
        on
            universe_groups.wave = scoped.wave
            and universe_groups.column_name = scoped.column_name
            and universe_groups.code = scoped.code
),

counted_respondents as (
    select
        core_conditions.wave,
        core_conditions.report_id,
        core_conditions.respondent_id
    from core_conditions
    inner join reports on core_conditions.report_id = reports.report_id
    left join scoped_respondents
        on
            core_conditions.wave = scoped_respondents.wave
            and core_conditions.report_id = scoped_respondents.report_id
            and core_conditions.respondent_id = scoped_respondents.respondent_id
    where
        core_conditions.condition_id = 'representativity_base'
        and (reports.is_unscoped or scoped_respondents.respondent_id is not null)
),

counted_universe as (
    select
        universe_bases.wave,
        reports.report_id,
        universe_bases.universe_row
    from universe_bases
    inner join reports on universe_bases.column_name = 'base_' || reports.report_id
    left join scoped_universe
        on
            universe_bases.wave = scoped_universe.wave
            and reports.report_id = scoped_universe.report_id
            and universe_bases.universe_row = scoped_universe.universe_row
    where universe_bases.is_member and (reports.is_unscoped or scoped_universe.universe_row is not null)
),

respondent_cells as (
    select
        counted_respondents.wave,
        counted_respondents.report_id,
        counted_respondents.respondent_id,
        string_agg(
            definition_representativity.demographic_id || '=' || coalesce(respondent_groups.code, 0), '|'
            order by definition_representativity.demographic_id
        ) as cell_key
    from counted_respondents
    inner join definition_representativity
        on counted_respondents.report_id = definition_representativity.report_id
    inner join respondent_groups
        on
            counted_respondents.wave = respondent_groups.wave
            and counted_respondents.respondent_id = respondent_groups.respondent_id
            and respondent_groups.column_name = 'group_' || definition_representativity.demographic_id
    group by all
),

universe_cells as (
    select
        counted_universe.wave,
        counted_universe.report_id,
        counted_universe.universe_row,
        string_agg(
            definition_representativity.demographic_id || '=' || coalesce(universe_groups.code, 0), '|'
            order by definition_representativity.demographic_id
        ) as cell_key
    from counted_universe
    inner join definition_representativity
        on counted_universe.report_id = definition_representativity.report_id
    inner join universe_groups
        on
            counted_universe.wave = universe_groups.wave
            and counted_universe.universe_row = universe_groups.universe_row
            and universe_groups.column_name = 'group_' || definition_representativity.demographic_id
    group by all
),

respondent_counts as (
    select
        respondent_cells.wave,
        respondent_cells.report_id,
        respondent_cells.cell_key,
        count(*) as respondents_n,
        sum(core_weights.weight) as respondents_w
    from respondent_cells
    inner join core_weights
        on
            respondent_cells.wave = core_weights.wave
            and respondent_cells.respondent_id = core_weights.respondent_id
    group by all
),

universe_counts as (
    select
        universe_cells.wave,
        universe_cells.report_id,
        universe_cells.cell_key,
        sum(core_universe.universe_n) as universe_n
    from universe_cells
    inner join core_universe
        on
            universe_cells.wave = core_universe.wave
            and universe_cells.universe_row = core_universe.universe_row
    group by all
)

select
    coalesce(respondent_counts.wave, universe_counts.wave) as wave,
    coalesce(respondent_counts.report_id, universe_counts.report_id) as report_id,
    coalesce(respondent_counts.cell_key, universe_counts.cell_key) as cell_key,
    coalesce(universe_counts.universe_n, 0)::bigint as universe_n,
    coalesce(respondent_counts.respondents_n, 0)::bigint as respondents_n,
    coalesce(respondent_counts.respondents_w, 0)::double as respondents_w
from respondent_counts
full outer join universe_counts
    on
        respondent_counts.wave = universe_counts.wave
        and respondent_counts.report_id = universe_counts.report_id
        and respondent_counts.cell_key = universe_counts.cell_key
order by wave, report_id, cell_key
