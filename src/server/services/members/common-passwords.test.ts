import { describe, expect, it } from "vitest";
import { isCommonPassword } from "@/server/services/members/common-passwords";

const ALICE = ["alice.archer@example.com", "Alice Archer"];

describe("isCommonPassword", () => {
  it.each([
    "password1234",
    "Password123!",
    "P@ssw0rd1234",
    "passwordpassword",
    "123456789012",
    "qwertyuiop12",
    "qwertyuiopas",
    "poiuytrewq12",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "iloveyou1234",
    "ILoveYou2024!",
    "letmeinplease",
    "administrator",
    "changeme1234",
    "welcome2026!!",
    "aaaaaaaaaaaa",
    "abababababab",
    "summer-2025-summer",
    "Wheelhouse2026",
    "wheelhouse-admin",
    "robinhood1234",
    "alicearcher1",
    "alice.archer@example.com",
    "ArcherAlice99",
  ])("refuses %s", (password) => {
    expect(isCommonPassword(password, ALICE)).toBe(true);
  });

  it.each([
    "correct horse battery staple",
    "tidal-copper-lantern-42",
    "vB7!qLx0z#Tn",
    "eine lange Reihe von Worten",
    "9f3c1d7a55e0b284",
    "834650917263",
    "надёжный пароль завтра",
  ])("accepts %s", (password) => {
    expect(isCommonPassword(password, ALICE)).toBe(false);
  });

  it("does not take a short name for a word of the person", () => {
    expect(isCommonPassword("bo-lantern-copper-tide", ["bo@example.com", "Bo"])).toBe(false);
  });
});
