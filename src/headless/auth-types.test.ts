import { expectTypeOf, it } from "vitest";
import type * as built from "@/headless/broker-auth";
import type * as declared from "../../bin/auth.mjs";

it("the types of wheelhouse/auth are those of the sources", () => {
  expectTypeOf<built.BrokerAuth>().toExtend<declared.BrokerAuth>();
  expectTypeOf<built.AuthenticationError>().toExtend<declared.AuthenticationError>();
  expectTypeOf<built.CredentialsError>().toExtend<declared.CredentialsError>();
  expectTypeOf<declared.AuthConfig>().toExtend<built.AuthConfig>();
  expectTypeOf<keyof built.BrokerAuth>().toEqualTypeOf<keyof declared.BrokerAuth>();
  expectTypeOf<keyof built.AuthConfig>().toEqualTypeOf<keyof declared.AuthConfig>();
});
