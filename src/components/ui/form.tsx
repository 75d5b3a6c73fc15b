"use client";

import type { ComponentProps } from "react";

type FormProps = Omit<ComponentProps<"form">, "method" | "action" | "noValidate"> & {
  onSubmit: NonNullable<ComponentProps<"form">["onSubmit"]>;
};

/**
 * The one form. What is sent without our handler (before the page's scripts are there, or by an extension) would
 * otherwise stand in the address, with its password.
 */
export function Form(props: FormProps) {
  return <form {...props} method="post" noValidate />;
}
