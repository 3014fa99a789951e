// name: browse.department
// title: 一个部门 | One department
// summary: 部门及其区划、颁发的证照类型、负责的数源，和事项、情形、环节数。
//   | A department with its region, the licence types that it issues, the sources that it owns, and the numbers of its
//   items, situations and steps.
// params: department_code (string)
// returns: department, region, licence_types, sources, items, situations, steps
// browser: :params {department_code: '11990100MB0000100L'}
// listed: no
MATCH (d:Department {department_code: $department_code})
RETURN d {.*} AS department,
  head([(d)-[:LOCATED_IN]->(r:Region) | r {.region_code, .name, .level}]) AS region,
  COLLECT {
    MATCH (d)<-[:ISSUED_BY]-(l:LicenceType)
    RETURN l {.licence_type_code, .name, .aggregation} ORDER BY l.licence_type_code
  } AS licence_types,
  COLLECT {
    MATCH (d)<-[:OWNED_BY]-(s:DataSource) RETURN s {.source_code, .name, .status} ORDER BY s.source_code
  } AS sources,
  COUNT { (d)<-[:RUN_BY]-(:Item) } AS items,
  COUNT { (d)<-[:RUN_BY]-(:Item)-[:HAS_SITUATION]->(:Situation) } AS situations,
  COUNT { (d)<-[:DONE_BY]-(:Step) } AS steps
