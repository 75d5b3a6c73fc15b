/** Sent on the window before a shortcut leads to another page, with its address; who prevents it asks first. */
export const LEAVE_EVENT = "wheelhouse:leave";
