import { expect, it } from "vitest";
import { readKeeping } from "@/server/services/credential-storage/read-keeping";
import { buildConnection } from "@/test/builders";
import { createTestInstall } from "@/test/test-install";
import { noVariables } from "@/test/test-settings";

const VARIABLES = { ROBINHOOD_USERNAME: "hana@example.com", ROBINHOOD_PASSWORD: "not-a-real-password-hana" };

async function stage(secureStorage: "database" | "env", variables: Record<string, string> = VARIABLES) {
  const install = await createTestInstall({
    settings: { secureStorage },
    readHeadless: () => noVariables(variables),
  });
  const owner = await install.addPerson({ isOwner: true });
  const addConnection = async (ownerId: string, hosts: string | null = null) => {
    const connection = buildConnection({ ownerId, hosts });
    await install.services.storage.connections.create(connection);
    return { connectionId: connection.id };
  };
  return { install, owner, addConnection, ctx: await install.contextOf(owner) };
}

it("lets a person choose where what they type can be kept", async () => {
  const { install, owner, addConnection, ctx } = await stage("database");
  const connection = await addConnection(owner.id);
  expect(await readKeeping(ctx, connection)).toEqual({
    place: "database",
    canRemember: true,
    provided: [],
  });
  const stranger = await install.contextOf(await install.addPerson());
  await expect(readKeeping(stranger, connection)).rejects.toMatchObject({ code: "API_RESOURCE_NOT_FOUND" });
  await install.close();
});

it("offers nothing where credentials come from the environment, and names what the owner need not type", async () => {
  const { install, owner, addConnection, ctx } = await stage("env");
  const fromEnvironment = { place: "env", canRemember: false, provided: ["username", "password"] };
  expect(await readKeeping(ctx, await addConnection(owner.id))).toEqual(fromEnvironment);
  // What was made with other hosts gets no credentials.
  const elsewhere = await addConnection(owner.id, "broker.example.com");
  expect(await readKeeping(ctx, elsewhere)).toMatchObject({ canRemember: false, provided: [] });
  const other = await install.addPerson();
  const theirs = await readKeeping(await install.contextOf(other), await addConnection(other.id));
  expect(theirs).toEqual({ place: "env", canRemember: false, provided: [] });
  await install.close();
});

it("names the variable that is malformed, without its value", async () => {
  const { install, owner, addConnection, ctx } = await stage("env", { ROBINHOOD_USERNAME: "not-an-e-mail" });
  const failure = readKeeping(ctx, await addConnection(owner.id));
  await expect(failure).rejects.toMatchObject({
    code: "STORAGE_BACKEND_UNAVAILABLE",
    message: expect.stringContaining("ROBINHOOD_USERNAME"),
  });
  await expect(failure).rejects.not.toThrow("not-an-e-mail");
  await install.close();
});
