import { json } from "../../http/exchange";
import { personByKey, usernameOf } from "../people";
import { timestamp } from "../time-format";
import { type DataHandler, notFound, paged } from "./data-access";

/** `GET /user/` */
export const showUser: DataHandler = (call) => {
  const person = personByKey(call.person);
  if (person === null) return notFound();
  const [firstName, lastName] = person.name.split(" ");
  return json(200, {
    url: `${call.request.baseUrl}/user/`,
    id: call.world.random.uuid("user", person.key),
    id_info: `${call.request.baseUrl}/user/id/`,
    username: usernameOf(person),
    email: usernameOf(person),
    email_verified: true,
    first_name: firstName,
    last_name: lastName,
    created_at: timestamp(call.world.startedAt),
    profile_name: person.key,
  });
};

/** `GET /devices/`: one for each live session (protocol sheet 4.5). */
export const listDevices: DataHandler = (call) => {
  const { world } = call;
  const sessions = world.state.sessionsOf(call.person).filter((session) => !session.ended);
  return paged(call, sessions, (session) => ({
    id: world.random.uuid("device", session.id),
    label: "Web",
    device_type: "web",
    status: "active",
    is_active: true,
    location: "Sandbox",
    initial_location: "Sandbox",
    initial_ip: "192.0.2.1",
    latest_ip: "192.0.2.1",
    token_hash: world.random.bytes(16, "token-hash", session.deviceToken).toString("hex"),
    challenge_id: null,
    has_device_identity: false,
    last_refreshed_at: timestamp(session.refreshedAt),
    created_at: timestamp(session.startedAt),
    updated_at: timestamp(session.refreshedAt),
    user_uuid: world.random.uuid("user", call.person),
  }));
};
