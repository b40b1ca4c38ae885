-- mart_scope: which groups a report's tables of who took part cover, because a share in them is large enough.
-- One row per wave, report and group of the scope's demographic.

with

group_codes as (
    unpivot (
        select
            wave,
            respondent_id,
            columns('^group_')
        from core_responses
    )
    on columns('^group_') into name column_name value code
),

scopes as (
    select distinct
        report_id,
        scope_demographic_id,
        above_pct
    from definition_representativity
    where scope_demographic_id != ''
),

-- who counts in the denominator, and which of them in the numerator
counted as (
    select
        among.wave,
        among.report_id,
        among.respondent_id,
        numerator.respondent_id is not null as has_share
    from core_conditions as among
    left join core_conditions as numerator
        on
            among.wave = numerator.wave
            and among.report_id = numerator.report_id
            and among.respondent_id = numerator.respondent_id
            and numerator.condition_id = 'scope_share'
    where among.condition_id = 'scope_among'
),

group_shares as (
    select
        group_codes.wave,
        scopes.report_id,
        scopes.scope_demographic_id as demographic_id,
        definition_group.group_id,
        definition_group.code as group_order,
        scopes.above_pct,
        count(*) as among_n,
        count(*) filter (where counted.has_share) as share_n
    from scopes
    inner join definition_group on scopes.scope_demographic_id = definition_group.demographic_id
    inner join group_codes
        on definition_group.column_name = group_codes.column_name and definition_group.code = group_codes.code
    inner join counted
        on
            scopes.report_id = counted.report_id
            and group_codes.wave = counted.wave
            and group_codes.respondent_id = counted.respondent_id
    group by all
)

select
    wave,
    report_id,
    demographic_id,
    group_id,
    group_order::integer as group_order,
    among_n::bigint as among_n,
    share_n::bigint as share_n,
    100.0 * share_n / among_n as share_pct,
    above_pct,
    100.0 * share_n / among_n > above_pct as is_in_scope
from group_shares
order by wave, report_id, group_order
