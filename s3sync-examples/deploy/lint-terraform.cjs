// Reports arguments of resources that the AWS provider does not know, and required arguments that are missing. It reads
// the known arguments from the declarations that are generated from the provider's schema, so the provider itself is
// not needed.
const fs = require("fs");
const path = require("path");
const { convertFiles } = require("@cdktf/hcl2json");

const META = new Set(["count", "depends_on", "for_each", "lifecycle", "provider"]);
const library = path.dirname(require.resolve("@cdktf/provider-aws/package.json"));

/** The arguments in one interface: by their name in Terraform, whether required, and the interface of a block. */
function argumentsOf(declarations, name) {
  const body = declarations.match(new RegExp(`export interface ${name} [^{]*\\{\\n([^]*?)\\n\\}`));
  if (!body) throw new Error(`no declaration of ${name}`);
  const found = new Map();
  const property = /#(\w+) \w+#\1\}[^]*?readonly \w+(\??): ([^;]+);/g;
  for (const [, argument, optional, type] of body[1].matchAll(property)) {
    const block = type.match(/^(\w+?)(\[\])?( \| cdktf\.IResolvable)?$/);
    const nested = block && declarations.includes(`export interface ${block[1]} `) ? block[1] : null;
    found.set(argument, { required: !optional, nested });
  }
  return found;
}

function check(where, written, declarations, name) {
  const known = argumentsOf(declarations, name);
  const problems = [];
  for (const [argument, value] of Object.entries(written)) {
    const found = known.get(argument);
    if (!found) {
      if (!META.has(argument)) problems.push(`${where}.${argument} is unknown`);
    } else if (found.nested) {
      for (const block of [value].flat()) {
        problems.push(...check(`${where}.${argument}`, block, declarations, found.nested));
      }
    }
  }
  for (const [argument, { required }] of known) {
    if (required && !(argument in written)) problems.push(`${where}.${argument} is missing`);
  }
  return problems;
}

async function main() {
  let resources = 0;
  const problems = [];
  for (const folder of process.argv.slice(2)) {
    const module = await convertFiles(folder);
    for (const [type, byName] of Object.entries(module.resource)) {
      const directory = type.replace(/^aws_/, "").replaceAll("_", "-");
      const declarations = fs.readFileSync(path.join(library, "lib", directory, "index.d.ts"), "utf8");
      const config = declarations.match(/export interface (\w+Config) extends cdktf\.TerraformMetaArguments/)[1];
      for (const [name, blocks] of Object.entries(byName)) {
        resources++;
        problems.push(...check(`${folder}: ${type}.${name}`, blocks[0], declarations, config));
      }
    }
  }
  problems.forEach((problem) => console.error(problem));
  console.log(`${resources} Terraform resources, ${problems.length} problems`);
  process.exitCode = resources > 0 && problems.length === 0 ? 0 : 1;
}

main();
