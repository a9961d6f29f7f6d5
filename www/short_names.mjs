// The names by which the page's program asks its script for what it needs. wasm-bindgen writes each with a hash of 16 digits,
// in both files, which no compression makes shorter: a thirtieth of the first load. They say nothing to anybody else.
const MODULE = "./interleave_bg.js";
const HASHED = /_[0-9a-f]{16}$/;
const IMPORTS = 2;
// Kinds of imports, as the binary format of WebAssembly numbers them.
const [FUNCTION, TABLE, MEMORY, GLOBAL] = [0, 1, 2, 3];

// The program and its script with short names in place of those.
export function withShortNames(program, script) {
  const names = new Map();
  const short = (module, name) => {
    if (module !== MODULE || !HASHED.test(name)) return name;
    if (!names.has(name)) names.set(name, `_${names.size.toString(36)}`);
    return names.get(name);
  };
  const renamed = withImports(program, short);
  if (names.size === 0) throw new Error("short_names.mjs: wasm-bindgen's names have no hashes any more");
  const text = script.replace(/\b__w\w+_[0-9a-f]{16}\b/g, (name) => names.get(name) ?? name);
  return { program: renamed, script: text };
}

// The program, whose imports are called what `rename` makes of their module and name.
function withImports(program, rename) {
  const reader = new Reader(program, 8);
  const parts = [program.subarray(0, reader.at)];
  while (reader.at < program.length) {
    const begin = reader.at;
    const id = reader.byte();
    const end = reader.number() + reader.at;
    if (id === IMPORTS) {
      const section = imports(reader, rename);
      parts.push(Buffer.from([IMPORTS]), number(section.length), section);
    } else parts.push(program.subarray(begin, end));
    reader.at = end;
  }
  return Buffer.concat(parts);
}

// The section of imports, written anew.
function imports(reader, rename) {
  const count = reader.number();
  const parts = [number(count)];
  for (let n = 0; n < count; n++) {
    const [module, name] = [reader.text(), reader.text()];
    const begin = reader.at;
    reader.skipImport();
    parts.push(text(module), text(rename(module, name)), reader.bytes.subarray(begin, reader.at));
  }
  return Buffer.concat(parts);
}

class Reader {
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
  }

  byte() {
    return this.bytes[this.at++];
  }

  // LEB128: seven bits a byte, the lowest first.
  number() {
    for (let value = 0, place = 1; ; place *= 128) {
      const byte = this.byte();
      value += (byte & 127) * place;
      if (byte < 128) return value;
    }
  }

  text() {
    const length = this.number();
    this.at += length;
    return this.bytes.toString("utf8", this.at - length, this.at);
  }

  // What is imported, after its name.
  skipImport() {
    const kind = this.byte();
    if (kind === FUNCTION) this.number();
    else if (kind === GLOBAL) this.at += 2;
    else if (kind === TABLE || kind === MEMORY) {
      if (kind === TABLE) this.at += 1;
      const hasMost = this.number() & 1;
      this.number();
      if (hasMost) this.number();
    } else throw new Error(`short_names.mjs: there are imports of kind ${kind} by now`);
  }
}

function number(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

function text(words) {
  const bytes = Buffer.from(words);
  return Buffer.concat([number(bytes.length), bytes]);
}
