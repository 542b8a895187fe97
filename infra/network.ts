import { Stack } from 'aws-cdk-lib';
import { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Network } from './settings/landing-zone.ts';

/** Puts a function into the force's network: it asks by TLS what the network leads to, and nothing may ask it. */
export function runInside(lambda: LambdaFunction, role: Role, { vpcId, subnetIds }: Network): void {
  const group = new CfnSecurityGroup(lambda, 'Network', {
    groupDescription: 'Asks the endpoints of AWS by TLS',
    vpcId,
    // The gateway endpoints of S3 and DynamoDB have addresses outside the network; its routes say what can be reached.
    securityGroupEgress: [{ ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIp: '0.0.0.0/0', description: 'TLS' }],
  });
  (lambda.node.defaultChild as CfnFunction).vpcConfig = { subnetIds, securityGroupIds: [group.attrGroupId] };
  const { partition, region, account } = Stack.of(lambda);
  const arn = (kind: string) => `arn:${partition}:ec2:${region}:${account}:${kind}/*`;
  // Lambda makes and removes the interfaces in the function's name, and none of these can be limited to one of them.
  role.addToPolicy(
    new PolicyStatement({
      actions: ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface'],
      resources: [arn('network-interface'), arn('subnet'), arn('security-group')],
    }),
  );
  role.addToPolicy(new PolicyStatement({ actions: ['ec2:DescribeNetworkInterfaces'], resources: ['*'] }));
  // Lambda does so; the code of the function may not.
  role.addToPolicy(
    new PolicyStatement({
      effect: Effect.DENY,
      actions: ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface'],
      resources: ['*'],
      conditions: { ArnLike: { 'lambda:SourceFunctionArn': `arn:${partition}:lambda:${region}:${account}:function:*` } },
    }),
  );
}
