// name: runs.verdicts_by_reason
// title: 不能免填、免交的原因 | Why fields and materials are not free
// summary: 现行整体分析（设计时）中各结论和原因出现的次数，字段与材料分开。
//   | How often each verdict and reason occurs in the whole run in force (by design), fields and materials apart.
// params: none
// returns: kind, status, reason, verdicts
MATCH (run:Run {in_force: true, scope: 'all', mode: 'design'})-[:ASSESSED]->(s:Situation)
MATCH (s)-[a:ASSESSED {run: run.run_code}]->(thing)
WITH labels(thing)[0] AS kind, a.status AS status, a.reasons AS reasons, count(*) AS many
UNWIND reasons AS reason
RETURN kind, status, reason, sum(many) AS verdicts
ORDER BY kind, verdicts DESC, status, reason
