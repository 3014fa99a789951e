// name: runs.one_material_short
// title: 只差一份材料的情形 | Situations one material short
// summary: 现行整体分析（设计时）中只有一份材料既不能免交，也不能以材料复用或告知承诺办理的情形，及该材料不能免交的原因。
//   | The situations in which, according to the whole run in force (by design), one single material is neither exempt nor
//   reused nor committed, and why it is not.
// params: limit (integer = 100)
// returns: situation_code, name, item_code, material_code, material, status, rule, reasons
// browser: :params {limit: 100}
MATCH (run:Run {in_force: true, scope: 'all', mode: 'design'})-[z:ASSESSED]->(s:Situation)
WHERE z.materials - z.only_once = 1
MATCH (s)-[a:ASSESSED {run: run.run_code}]->(m:Material)
WHERE NOT a.rule IN ['cancelled', 'shared', 'verified', 'generated', 'composed', 'collaborated', 'committed', 'reused']
RETURN s.situation_code AS situation_code, s.name AS name, s.item_code AS item_code,
  m.material_code AS material_code, m.name AS material, a.status AS status, a.rule AS rule,
  coalesce(a.reasons, []) AS reasons
ORDER BY situation_code LIMIT $limit
