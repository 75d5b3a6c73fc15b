/** What `GET /_sandbox/` shows: each address with what it does. */
export const controlIndex = {
  "GET /_sandbox/health": "is it running",
  "POST /_sandbox/reset": "back to the start; body {seed?}",
  "GET /_sandbox/time": "the sandbox's time",
  "POST /_sandbox/time": "change it; body {set?: ISO time, freeze?: boolean, advanceSeconds?: number}",
  "GET /_sandbox/people": "everyone, with what is on their phones",
  "GET /_sandbox/people/<person>": "one of them",
  "POST /_sandbox/people/<person>/approve": "approve what waits for the person; body {challengeId?}",
  "POST /_sandbox/people/<person>/deny": "deny it",
  "POST /_sandbox/people/<person>/expire": "let its time run out",
  "POST /_sandbox/people/<person>/lock": "lock the account; body {seconds}, 0 unlocks",
  "POST /_sandbox/people/<person>/end-sessions": "end every session of the person",
  "GET, PATCH, DELETE /_sandbox/knobs": "settings for everyone",
  "GET, PATCH, DELETE /_sandbox/people/<person>/knobs": "settings for one person",
  "GET, POST, DELETE /_sandbox/faults":
    "what is to go wrong; body {kind, method?, path?, person?, grant?, count?, ...}",
  "DELETE /_sandbox/faults/<id>": "disarm one",
  "GET, DELETE /_sandbox/requests": "the requests so far, counted; query ?person=&method=&route=&grant=",
} as const;
