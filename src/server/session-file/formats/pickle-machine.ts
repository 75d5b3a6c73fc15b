import type { FileRefusal } from "@/server/session-file/formats/file-refusal";
import { type FlatRecord, type FlatValue, MOST_ENTRIES } from "@/server/session-file/formats/flat-record";

type Dict = Map<string, FlatValue>;
type Value = FlatValue | Dict;
/** Null when the step went well. */
type Step = FileRefusal | null;

/** More than a dict of {@link MOST_ENTRIES} ever has on the stack, in the memo or in open marks. */
const MOST_VALUES = 4 * MOST_ENTRIES;

/** What a pickle works on, as far as flat data needs it: a stack with marks, and a memo of values met before. */
export class PickleMachine {
  readonly #stack: Value[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, Value>();

  push(value: Value): Step {
    if (this.#stack.length >= MOST_VALUES) return "too_many_values";
    this.#stack.push(value);
    return null;
  }

  mark(): Step {
    if (this.#marks.length >= MOST_VALUES) return "too_many_values";
    this.#marks.push(this.#stack.length);
    return null;
  }

  /** Notes the value on top under a number; null is the next one. */
  remember(number: number | null): Step {
    if (this.#stack.length <= this.#floor()) return "malformed";
    if (this.#memo.size >= MOST_VALUES) return "too_many_values";
    this.#memo.set(number ?? this.#memo.size, this.#stack.at(-1) ?? null);
    return null;
  }

  recall(number: number): Step {
    const value = this.#memo.get(number);
    return value === undefined ? "malformed" : this.push(value);
  }

  /** A new dict of all that stands after the last mark. */
  dict(): Step {
    const mark = this.#marks.pop();
    if (mark === undefined) return "malformed";
    const dict: Dict = new Map();
    return this.#move(mark, dict) ?? this.push(dict);
  }

  /** Puts all that stands after the last mark into the dict before it. */
  setItems(): Step {
    const mark = this.#marks.pop();
    return mark === undefined ? "malformed" : this.#moveDown(mark);
  }

  /** Puts the name and the value on top into the dict below them. */
  setItem(): Step {
    return this.#moveDown(this.#stack.length - 2);
  }

  /** The one dict that is left at the end. */
  result(): FlatRecord | FileRefusal {
    const [value] = this.#stack;
    if (this.#stack.length !== 1 || this.#marks.length > 0) return "malformed";
    return value instanceof Map ? value : "not_a_record";
  }

  #floor(): number {
    return this.#marks.at(-1) ?? 0;
  }

  #moveDown(from: number): Step {
    const dict = from > this.#floor() ? this.#stack[from - 1] : undefined;
    return dict instanceof Map ? this.#move(from, dict) : "malformed";
  }

  /** Moves names and values, which stand in turn, from this place on into the dict. */
  #move(from: number, dict: Dict): Step {
    const stack = this.#stack;
    if ((stack.length - from) % 2 !== 0) return "malformed";
    for (let index = from; index < stack.length; index += 2) {
      const [name, value] = [stack[index], stack[index + 1]];
      if (typeof name !== "string") return "key_not_text";
      if (value === undefined || value instanceof Map) return "nested";
      if (dict.has(name)) return "key_twice";
      if (dict.size >= MOST_ENTRIES) return "too_many_values";
      dict.set(name, value);
    }
    stack.length = from;
    return null;
  }
}
