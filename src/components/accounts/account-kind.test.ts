import { expect, it } from "vitest";
import { accountKindLabel } from "@/components/accounts/account-kind";

it.each([
  ["individual", "individual"],
  ["ira_roth", "IRA Roth"],
  ["joint_tenancy_with_ros", "joint tenancy with ROS"],
  ["Roth IRA", "Roth IRA"],
])("reads %s as %s", (kind, label) => {
  expect(accountKindLabel(kind)).toBe(label);
});
