// For which of the Marketplace's platforms a program is, by the first bytes of its file.

/** The platforms for which a package can hold a server. */
export const TARGETS = [
  "alpine-arm64",
  "alpine-x64",
  "darwin-arm64",
  "darwin-x64",
  "linux-arm64",
  "linux-armhf",
  "linux-x64",
  "win32-arm64",
  "win32-x64",
];

const ELF = { 40: "armhf", 62: "x64", 183: "arm64" };
const PE = { 34404: "x64", 43620: "arm64" };
const MACH_O = { 16777223: "x64", 16777228: "arm64" };

/** The platforms that a program runs on; none where it is no program, or one of another kind. */
export function platformsOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = (offset) => (offset + 4 <= bytes.length ? view.getUint32(offset, true) : 0);
  if (at(0) === 0x464c457f) return elf(bytes, at);
  if (at(0) === 0xfeedfacf) return MACH_O[at(4)] ? [`darwin-${MACH_O[at(4)]}`] : [];
  if ((at(0) & 0xffff) === 0x5a4d && at(at(0x3c)) === 0x00004550) {
    const machine = PE[at(at(0x3c) + 4) & 0xffff];
    return machine ? [`win32-${machine}`] : [];
  }
  return [];
}

/** A program of Linux names who loads it: that of glibc, that of musl, or nobody. */
function elf(bytes, at) {
  const machine = ELF[at(18) & 0xffff];
  if (!machine) return [];
  const loader = /\/lib[^\0]*\/?ld-(linux|musl)[^\0]*/.exec(
    bytes.subarray(0, 4096).toString("latin1"),
  );
  const all = [`linux-${machine}`, `alpine-${machine}`].filter((one) => TARGETS.includes(one));
  if (!loader) return all;
  return all.filter((one) => one.startsWith(loader[1] === "musl" ? "alpine" : "linux"));
}
