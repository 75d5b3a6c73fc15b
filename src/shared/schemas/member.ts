import { z } from "zod";
import { PERMISSIONS, type Permission, ROLES } from "@/shared/permissions";

export const roleSchema = z.enum(ROLES);
export const rolesSchema = z
  .array(roleSchema)
  .min(1, "Choose at least one role")
  .max(ROLES.length)
  .transform((roles) => ROLES.filter((role) => roles.includes(role)));

export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "Use at most 254 characters")
  .pipe(z.email("Enter an e-mail address such as name@example.com"));

export const displayNameSchema = z
  .string()
  .trim()
  .min(1, "Enter a name")
  .max(80, "Use at most 80 characters");

/** How long it must be, and what else, is checked on the server: the settings say so. */
export const newPasswordSchema = z.string().min(1, "Enter a password").max(256, "Use at most 256 characters");

/** The signed-in person as the pages see them. */
export const viewerSchema = z.object({
  userId: z.string(),
  email: z.string(),
  displayName: z.string(),
  roles: z.array(roleSchema),
  permissions: z.array(z.enum(Object.keys(PERMISSIONS) as [Permission, ...Permission[]])),
  isOwner: z.boolean(),
});
export type Viewer = z.infer<typeof viewerSchema>;

export const memberViewSchema = z.object({
  userId: z.string(),
  email: z.string(),
  displayName: z.string(),
  roles: z.array(roleSchema),
  isOwner: z.boolean(),
  disabledAt: z.iso.datetime().nullable(),
  lastSeenAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});
export type MemberView = z.infer<typeof memberViewSchema>;

export const invitationViewSchema = z.object({
  id: z.string(),
  email: z.string(),
  roles: z.array(roleSchema),
  invitedBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type InvitationView = z.infer<typeof invitationViewSchema>;

/** One of the person's own signed-in browsers. */
export const appSessionViewSchema = z.object({
  id: z.string(),
  current: z.boolean(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
});
export type AppSessionView = z.infer<typeof appSessionViewSchema>;

/** The secret part of an invitation's link. */
export const invitationTokenSchema = z.string().min(1).max(128);

/** A password that is being checked, not chosen. */
const givenPasswordSchema = z.string().min(1, "Enter your password").max(256, "Use at most 256 characters");

/** The e-mail is not checked for its form: a wrong one gets the same answer as a wrong password. */
export const signInInputSchema = z.object({
  email: z.string().min(1, "Enter your e-mail address").max(254, "Use at most 254 characters"),
  password: givenPasswordSchema,
});
export type SignInInput = z.infer<typeof signInInputSchema>;

export const completeSetupInputSchema = z.object({
  code: z.string().min(1, "Enter the setup code").max(64, "That is longer than a setup code"),
  email: emailSchema,
  displayName: displayNameSchema,
  password: newPasswordSchema,
});
export type CompleteSetupInput = z.infer<typeof completeSetupInputSchema>;

export const acceptInvitationInputSchema = z.object({
  token: invitationTokenSchema,
  displayName: displayNameSchema,
  password: newPasswordSchema,
});
export type AcceptInvitationInput = z.infer<typeof acceptInvitationInputSchema>;

export const changePasswordInputSchema = z.object({
  currentPassword: givenPasswordSchema,
  newPassword: newPasswordSchema,
});
export type ChangePasswordInput = z.infer<typeof changePasswordInputSchema>;
