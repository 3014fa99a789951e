// name: statistics.handling_times
// title: 事项的环节与时限 | Steps and time limits of items
// summary: 每个事项的环节数、须到场的环节数、特别程序数、环节时限之和、承诺与法定时限，saved 为承诺时限比法定时限缩短的比例；缩短最少的排在前面。
//   | For each item the numbers of steps, of steps that require presence and of special procedures, the sum of the
//   times of its steps, and the promised and legal time limits. saved: the share by which the promised time is
//   shorter than the legal one; the smallest come first.
// params: none
// returns: item_code, name, department_code, steps, in_person, special_procedures, step_days, promised_days,
//   legal_days, saved
MATCH (i:Item)
OPTIONAL MATCH (i)-[:HAS_STEP]->(p:Step)
WITH i, count(p) AS steps, sum(p.days) AS step_days,
  sum(CASE WHEN p.presence_required THEN 1 ELSE 0 END) AS in_person,
  sum(CASE WHEN p.special_procedure IS NULL THEN 0 ELSE 1 END) AS special_procedures
RETURN i.item_code AS item_code, i.name AS name, i.department_code AS department_code,
  steps, in_person, special_procedures, step_days, i.promised_days AS promised_days, i.legal_days AS legal_days,
  CASE WHEN i.legal_days > 0 THEN round(1.0 - toFloat(i.promised_days) / i.legal_days, 3) END AS saved
ORDER BY saved, item_code
