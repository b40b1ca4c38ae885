-- mart_fact: single numbers with a name, as counts. One row per wave, report and fact.
-- A fact that is a count has no denominator.

with

condition_counts as (
    select
        wave,
        report_id,
        condition_id,
        count(*) as n
    from core_conditions
    group by all
),

waves as (
    select distinct core_responses.wave
    from core_responses
),

facts as (
    select
        definition_fact.*,
        waves.wave
    from definition_fact
    cross join waves
)

select
    facts.wave,
    facts.report_id,
    facts.fact_id,
    facts.fact_order::integer as fact_order,
    facts.kind,
    coalesce(numerators.n, 0)::bigint as numerator_n,
    case when facts.kind = 'share' then coalesce(denominators.n, 0)::bigint end as denominator_n
from facts
left join condition_counts as numerators
    on
        facts.wave = numerators.wave
        and facts.report_id = numerators.report_id
        and facts.fact_id || ':numerator' = numerators.condition_id
left join condition_counts as denominators
    on
        facts.wave = denominators.wave
        and facts.report_id = denominators.report_id
        and facts.fact_id || ':denominator' = denominators.condition_id
order by facts.wave, facts.report_id, facts.fact_order
