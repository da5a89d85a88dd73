#!/usr/bin/env bash
# Checks the templates against the specifications of CloudFormation and of Terraform's AWS provider. Not part of the
# build, which needs only Java.
# Needs npm; and cfn-lint (pipx install cfn-lint==1.51.0) and terraform (1.5 or later) on the path.
set -euo pipefail
cd "$(dirname "$0")"

for tool in npm cfn-lint terraform; do
  command -v "$tool" > /dev/null || { echo "$tool is not installed" >&2; exit 2; }
done

echo "cfn-lint $(cfn-lint --version)"
# The ignored rules complain about empty defaults of parameters that a condition excludes.
cfn-lint --ignore-checks W1030 W1031 -- sam/*.yaml

echo "terraform fmt"
terraform fmt -check -recursive -diff terraform

packages=$(mktemp -d)
trap 'rm -rf "$packages"' EXIT
npm install --prefix "$packages" --silent --ignore-scripts --no-audit --no-fund \
  @cdktf/hcl2json@0.21.0 @cdktf/provider-aws@21.22.1 constructs@10.4.2 cdktf@0.21.0
NODE_PATH="$packages/node_modules" node lint-terraform.cjs terraform/source terraform/poller terraform/batch \
  terraform/destination
