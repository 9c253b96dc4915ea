import assert from "node:assert/strict";
import { test } from "node:test";
import { platformsOf, TARGETS } from "../../scripts/platform.mjs";

/** The first bytes of a program: numbers at their places, each of so many bytes. */
function bytes(numbers: [number, number, number][], text = ""): Buffer {
  const made = Buffer.alloc(512);
  for (const [at, size, number] of numbers) made.writeUIntLE(number, at, size);
  made.write(text, 256, "latin1");
  return made;
}

const elf = (machine: number, loader = "") =>
  bytes(
    [
      [0, 4, 0x464c457f],
      [18, 2, machine],
    ],
    loader,
  );
const pe = (machine: number) =>
  bytes([
    [0, 2, 0x5a4d],
    [0x3c, 4, 0x80],
    [0x80, 4, 0x4550],
    [0x84, 2, machine],
  ]);
const machO = (machine: number) =>
  bytes([
    [0, 4, 0xfeedfacf],
    [4, 4, machine],
  ]);

test("a program of Linux is for those whose loader it names", () => {
  assert.deepEqual(platformsOf(elf(0x3e, "/lib64/ld-linux-x86-64.so.2")), ["linux-x64"]);
  assert.deepEqual(platformsOf(elf(0xb7, "/lib/ld-linux-aarch64.so.1")), ["linux-arm64"]);
  assert.deepEqual(platformsOf(elf(0x28, "/lib/ld-linux-armhf.so.3")), ["linux-armhf"]);
  assert.deepEqual(platformsOf(elf(0xb7, "/lib/ld-musl-aarch64.so.1")), ["alpine-arm64"]);
});

test("one that needs no loader runs on both kinds of Linux", () => {
  assert.deepEqual(platformsOf(elf(0x3e)), ["linux-x64", "alpine-x64"]);
});

test("programs of Windows and macOS are told by their machine", () => {
  assert.deepEqual(platformsOf(pe(0x8664)), ["win32-x64"]);
  assert.deepEqual(platformsOf(pe(0xaa64)), ["win32-arm64"]);
  assert.deepEqual(platformsOf(machO(0x01000007)), ["darwin-x64"]);
  assert.deepEqual(platformsOf(machO(0x0100000c)), ["darwin-arm64"]);
});

test("what is no program, or one of another machine, is for no platform", () => {
  for (const other of [
    elf(0xf3),
    pe(0x14c),
    machO(7),
    Buffer.from("#!/bin/sh\n"),
    Buffer.alloc(0),
  ]) {
    assert.deepEqual(platformsOf(other), []);
  }
});

test("Node's own program is for the platform that it runs on", async () => {
  const { readFileSync } = await import("node:fs");
  const here = `${process.platform}-${process.arch}`;
  if (!TARGETS.includes(here)) return;
  assert.ok(platformsOf(readFileSync(process.execPath)).includes(here));
});
