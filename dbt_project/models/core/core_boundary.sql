{{ config(alias='unit_boundary') }}
-- Grain: unit_key, from_day, boundary_date, part_no. What a unit's figures become on the boundary of any day. The shares of a unit
-- add up to 1 (all that leads to one unit goes there whole), or is_divisible says no for all of it and the reason stands
-- beside. Levels stay: a district is never divided among its communes, whose own figures go on by themselves.
with route as (
    select
        r.*,
        count(*) over one as parts,
        row_number() over (partition by r.unit_key, r.phase_no, r.boundary_no order by r.target_unit_key) as part_no,
        case
            when bool_or(r.target_unit_key = '') over one then false
            when count(*) over one = 1 then true
            else bool_and(r.share is not null) over one and sum(r.share) over one = 1
        end as is_divisible
    from {{ ref('unit_route') }} as r
    window one as (partition by r.unit_key, r.phase_no, r.boundary_no)
),

boundary as (
    select distinct boundary_no, boundary_date from {{ ref('unit_phase') }}
)

select
    r.unit_key,
    p.from_day,
    p.until_day,
    p.boundary_date as phase_date,
    coalesce(p.next_first_day, 'infinity') as next_phase_date,
    b.boundary_date,
    r.part_no,
    nullif(r.target_unit_key, '') as target_unit_key,
    case when r.is_divisible and r.parts = 1 then 1 when r.is_divisible then r.share end as share,
    r.is_divisible,
    count(*) over leading_there as target_parts,
    bool_and(r.is_divisible) over leading_there as is_target_whole,
    case
        when r.is_divisible then null
        when r.boundary_no < r.phase_no and r.parts > 1
            then 'Đơn vị gộp từ ' || r.parts || ' đơn vị, không có cơ sở để chia số liệu ngược lại'
        when r.boundary_no < r.phase_no then 'Đơn vị mới lập, trước đó không có đơn vị tương ứng'
        when r.parts > 1 then 'Đơn vị được chia cho ' || r.parts || ' đơn vị, không có tỷ lệ nào được nêu'
        else 'Đơn vị đã kết thúc, không có đơn vị kế thừa cùng cấp; số liệu cấp này không chia được cho các đơn vị cấp dưới'
    end as reason_vi
from route as r
inner join {{ ref('unit_phase') }} as p on r.unit_key = p.unit_key and r.phase_no = p.boundary_no
inner join boundary as b on r.boundary_no = b.boundary_no
window leading_there as (partition by r.phase_no, r.boundary_no, r.target_unit_key)
