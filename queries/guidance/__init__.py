"""办理判断项: which questions lead an applicant to situations, answer by answer, and what is wrong with them."""
