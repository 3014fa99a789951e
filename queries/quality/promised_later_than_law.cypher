// name: quality.promised_later_than_law
// title: 承诺时限长于法定时限的事项 | Items promised later than the law allows
// summary: 承诺办结时限或各环节时限之和超过法定办结时限的事项。
//   | Items whose promised time, or the sum of the times of their steps, is longer than the legal time limit.
// params: none
// returns: item_code, name, department_code, legal_days, promised_days, step_days
MATCH (i:Item)
WHERE i.legal_days IS NOT NULL
OPTIONAL MATCH (i)-[:HAS_STEP]->(p:Step)
WITH i, sum(p.days) AS step_days
WHERE i.promised_days > i.legal_days OR step_days > i.legal_days
RETURN i.item_code AS item_code, i.name AS name, i.department_code AS department_code,
  i.legal_days AS legal_days, i.promised_days AS promised_days, step_days
ORDER BY item_code
