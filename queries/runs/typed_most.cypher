// name: runs.typed_most
// title: 手工填写最多的字段 | Fields typed most often
// summary: 现行整体分析（设计时）中仍须手工填写的字段，按年办件量计算的填写次数排列；未登记办件量的按 0 计。
//   | The fields that are still typed by hand according to the whole run in force (by design), by how often a year; a
//   situation whose cases nobody recorded counts for nothing.
// params: limit (integer = 50)
// returns: field_code, name, situations, typed_a_year, reasons
// browser: :params {limit: 50}
MATCH (run:Run {in_force: true, scope: 'all', mode: 'design'})-[z:ASSESSED]->(s:Situation)
MATCH (s)-[a:ASSESSED {run: run.run_code}]->(f:Field)
WHERE a.status <> 'yes'
WITH f, count(s) AS situations, sum(z.annual_cases) AS typed_a_year, collect(DISTINCT a.reasons) AS lists
ORDER BY typed_a_year DESC, situations DESC, f.field_code LIMIT $limit
RETURN f.field_code AS field_code, f.name AS name, situations, typed_a_year,
  COLLECT { UNWIND lists AS list UNWIND list AS reason WITH DISTINCT reason ORDER BY reason RETURN reason } AS reasons
ORDER BY typed_a_year DESC, situations DESC, field_code
