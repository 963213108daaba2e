-- The rule of a leaf with its numbers filled in, for example "3.343 / 3.351 = 99,76 % ≥ 95 % → 1,00 điểm".
-- c: the criterion (a row of dim_criterion); n, d, points: as published, by the figures; k: what else the rule looked at
-- (lowest, highest, excess; expression; parts; imported). Arithmetic is not done again here: the points are those published.
create function trace.rule_vi(c jsonb, n numeric, d numeric, points numeric, k jsonb) returns text
language plpgsql immutable as $$
declare
    rule constant text := c ->> 'rule';
    top constant numeric := (c ->> 'max_points')::numeric;
    target constant numeric := (c ->> 'target')::numeric;
    floor constant numeric := (c ->> 'floor')::numeric;
    is_down constant boolean := c ->> 'direction' = 'down';
    lowest constant numeric := (k ->> 'lowest')::numeric;
    highest constant numeric := (k ->> 'highest')::numeric;
    x constant numeric := case when d is null then n when d <> 0 then round(n, 30) / d end;
    grown constant numeric := case when is_down then 1 - x else x - 1 end;
    full_vi constant text := trace.number_vi(top);
    step jsonb;
    is_share boolean;
    base text;
    said text;
begin
    is_share := d is not null and rule not in ('survey_mean', 'minmax', 'relative_to_best')
        or rule in ('ratio', 'ratio_floor')
        or rule in ('ratio_capped', 'survey_share') and coalesce(target, 1) <= 1
        or rule in ('minmax', 'relative_to_best') and d is not null and highest <= 1
        or rule = 'bands' and (
            select max(greatest((s ->> 'from')::numeric, (s ->> 'to')::numeric)) <= 1
            from jsonb_array_elements(c -> 'steps') as s
        );
    select s into step from jsonb_array_elements(coalesce(nullif(c -> 'steps', 'null'), '[]')) as s
    where case
        when rule = 'checklist' then false
        when rule = 'choice' then (s ->> 'value')::numeric = n
        else case rule when 'growth' then grown else coalesce((k ->> 'fraction')::numeric, x) end
            >= coalesce((s ->> 'from')::numeric, '-infinity')
            and case rule when 'growth' then grown else coalesce((k ->> 'fraction')::numeric, x) end
            < coalesce((s ->> 'to')::numeric, 'infinity')
    end
    limit 1;
    base := case
        when d is null and is_share then trace.percent_vi(n, target, floor)
        when d is null then trace.compared_vi(n, false)
        else format('%s / %s', trace.number_vi(n), trace.number_vi(d)) || case
            when x is null then ''
            when is_share then ' = ' || trace.percent_vi(x, target, floor, (step ->> 'from')::numeric, (step ->> 'to')::numeric)
            else ' = ' || trace.number_vi(round(x, 4))
        end
    end;
    if d = 0 then
        said := format('%s: mẫu số bằng 0, bộ chỉ số ghi %s', base, case c ->> 'zero_denominator'
            when 'full' then 'được điểm tối đa' when 'zero' then '0 điểm' when 'exclude' then 'không áp dụng' else 'thiếu số liệu' end);
    elsif rule in ('reported', 'jury') then
        said := 'điểm được cho: ' || base;
    elsif rule = 'yes_no' then
        said := case n when 1 then 'có (1)' else 'không (0)' end || case when is_down then ', có là không tốt' else '' end;
    elsif rule = 'checklist' then
        said := k ->> 'parts';
    elsif rule = 'choice' then
        said := 'trạng thái ' || coalesce('“' || (step ->> 'state') || '” (' || base || ')', base);
    elsif rule = 'gate' then
        said := format('điều kiện khống chế: %s thuộc %s', base, coalesce('bậc “' || (step ->> 'state') || '”', 'bậc không khống chế'));
    elsif rule = 'display_only' then
        said := coalesce(base || ', ', '') || 'chỉ theo dõi, không tính điểm';
    elsif rule = 'growth' and step is not null then
        said := format('%s, %s %s, thuộc %s', base, case when is_down then 'giảm' else 'tăng' end, trace.percent_vi(grown), trace.step_vi(step, true));
    elsif rule = 'growth' then
        said := format('%s, %s %s; mục tiêu %s', base, case when is_down then 'giảm' else 'tăng' end, trace.percent_vi(grown), trace.percent_vi(target));
    elsif k ? 'fraction' then
        said := format('kết quả chỉ số %s: %s', upper(k ->> 'index'), trace.percent_vi((k ->> 'fraction')::numeric))
            || case when step is not null then ', thuộc ' || trace.step_vi(step, true)
                when target is not null then format(' / %s × %s', trace.percent_vi(target), full_vi) else ' × ' || full_vi end;
    elsif step is not null then
        said := format('%s, thuộc %s', base, trace.step_vi(step, is_share));
    elsif rule in ('ratio', 'survey_share') and is_down then
        said := format('%s; (100 %% - %s) × %s', base, trace.percent_vi(x), full_vi);
    elsif rule = 'ratio' or rule = 'survey_share' and target is null or rule in ('imported', 'inherited') and d is not null and target is null then
        said := format('%s × %s', base, full_vi);
    elsif rule in ('survey_share', 'imported') and target is not null then
        said := format('%s / %s × %s', base, trace.number_vi(target), full_vi);
    elsif rule = 'ratio_capped' and (is_down and x <= target or not is_down and x >= target) then
        said := format('%s %s %s', base, case when is_down then '≤' else '≥' end, case when is_share then trace.percent_vi(target) else trace.number_vi(target) end);
    elsif rule = 'ratio_capped' and is_down then
        said := format('%1$s > %2$s; (100 %% - %3$s) / (100 %% - %2$s) × %4$s', base, trace.percent_vi(target), trace.percent_vi(x), full_vi);
    elsif rule = 'ratio_capped' then
        said := format('%1$s < %2$s; %3$s / %2$s × %4$s', base, case when is_share then trace.percent_vi(target) else trace.number_vi(target) end,
            case when is_share then trace.percent_vi(x, target) else trace.number_vi(x) end, full_vi);
    elsif rule = 'ratio_floor' and x < floor then
        said := format('%s < mức sàn %s', base, trace.percent_vi(floor));
    elsif rule = 'ratio_floor' then
        said := format('%s ≥ mức sàn %s; %s%s × %s', base, trace.percent_vi(floor), trace.percent_vi(x, floor),
            coalesce(' / ' || trace.percent_vi(target), ''), full_vi);
    elsif rule = 'target' and x <= 1 then
        said := format('%s mục tiêu; %s × %s × %s', base, trace.percent_vi(coalesce(floor, 0.5)), trace.percent_vi(x), full_vi);
    elsif rule = 'target' then
        said := format('%1$s mục tiêu; (%2$s + %3$s × %4$s / %5$s) × %6$s', base, trace.percent_vi(coalesce(floor, 0.5)),
            trace.percent_vi(1 - coalesce(floor, 0.5)), trace.percent_vi(x - 1),
            trace.percent_vi(greatest(x - 1, (k ->> 'highest')::numeric - 1)), full_vi);
    elsif rule = 'relative_to_best' then
        said := case when is_down then format('thấp nhất %s (%s) / %s × %s', trace.compared_vi(lowest, is_share), k ->> 'lowest_unit', base, full_vi)
            else format('%s / cao nhất %s (%s) × %s', base, trace.compared_vi(highest, is_share), k ->> 'highest_unit', full_vi) end;
    elsif rule = 'minmax' then
        said := format('%s; thấp nhất %s (%s), cao nhất %s (%s), thang %s đến %s%s', base, trace.compared_vi(lowest, is_share), k ->> 'lowest_unit',
            trace.compared_vi(highest, is_share), k ->> 'highest_unit', trace.number_vi(coalesce(floor, 0)), full_vi,
            case when is_down then ', thấp là tốt' else '' end);
    elsif rule = 'survey_mean' then
        said := format('%1$s; (%2$s - %3$s) / (%4$s - %3$s) × %5$s', base, trace.number_vi(round(x, 4)), trace.number_vi(coalesce(floor, 0)), trace.number_vi(target), full_vi);
    elsif rule = 'deduction' then
        said := format('%s - %s × %s', full_vi, trace.number_vi(target), base) || coalesce(', không dưới ' || trace.number_vi(floor), '');
    elsif rule in ('bonus', 'penalty') then
        said := format('%s × %s, nhiều nhất %s', base, trace.number_vi(coalesce(target, 1)), full_vi);
    elsif rule = 'deadline' then
        said := format('chậm %s ngày %s %s', base, case when n <= coalesce(target, 0) then '≤' else '>' end, trace.number_vi(coalesce(target, 0)));
    elsif rule = 'formula' then
        said := format('%s = %s', k ->> 'expression', trace.number_vi(round(x, 4)));
    else
        said := base;
    end if;
    return coalesce(said, base, 'theo bộ chỉ số') || ' → ' || trace.points_vi(points);
end
$$;

create function trace.compared_vi(x numeric, is_share boolean) returns text language sql immutable as $$
    select case when is_share then trace.percent_vi(x) else trace.number_vi(x, case when scale(trim_scale(x)) > 4 then 4 end) end
$$;
