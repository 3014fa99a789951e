// name: runs.changes
// title: 与上次运行的差别 | What changed since the run before
// summary: 现行整体分析（设计时）与同一范围、同一方式的前一次相比，零材料结论或免填、免交数量有变化的情形；前一次运行已清除的，结果为空。
//   | The situations whose verdict about materials, or whose count of fill-free fields or exempt materials, is another
//   than in the run before of the same scope and mode (by design); empty if that was removed.
// params: limit (integer = 1000)
// returns: situation_code, name, zero_before, zero_now, filled_before, filled_now, exempt_before, exempt_now
// browser: :params {limit: 1000}
MATCH (run:Run {in_force: true, scope: 'all', mode: 'design'})
MATCH (earlier:Run {scope: 'all', mode: 'design', state: 'done', in_force: false})
WITH run, earlier ORDER BY earlier.finished_at DESC LIMIT 1
MATCH (run)-[z:ASSESSED]->(s:Situation)<-[y:ASSESSED]-(earlier)
WHERE z.zero_material <> y.zero_material OR z.filled <> y.filled OR z.exempt <> y.exempt
RETURN s.situation_code AS situation_code, s.name AS name, y.zero_material AS zero_before, z.zero_material AS zero_now,
  y.filled AS filled_before, z.filled AS filled_now, y.exempt AS exempt_before, z.exempt AS exempt_now
ORDER BY situation_code LIMIT $limit
