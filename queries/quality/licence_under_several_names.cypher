// name: quality.licence_under_several_names
// title: 多部门以不同材料要求同一证照 | One licence required as several materials
// summary: 同一证照类型被两个以上部门以两种以上材料要求：可归并为一种标准材料。已取消的材料要求不计。
//   | Licence types that two or more departments require as two or more materials, which could become one standard
//   material. Requirements that a reform dropped do not count.
// params: none
// returns: licence_type_code, licence_name, material_codes, material_names, department_codes
MATCH (l:LicenceType)<-[:ISSUED_AS]-(m:Material)<-[r:REQUIRES]-(:Situation)<-[:HAS_SITUATION]-(i:Item)
WHERE coalesce(r.status, '') <> 'removed' AND i.department_code IS NOT NULL
WITH l, collect(DISTINCT m) AS materials, collect(DISTINCT i.department_code) AS departments
WHERE size(materials) > 1 AND size(departments) > 1
WITH l, departments, COLLECT { UNWIND materials AS m RETURN m ORDER BY m.material_code } AS materials
RETURN l.licence_type_code AS licence_type_code, l.name AS licence_name,
  [m IN materials | m.material_code] AS material_codes, [m IN materials | m.name] AS material_names,
  COLLECT { UNWIND departments AS code RETURN code ORDER BY code } AS department_codes
ORDER BY size(department_codes) DESC, licence_type_code
