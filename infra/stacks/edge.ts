import { Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Construct } from 'constructs';
import { EdgeFirewall } from '../firewall.ts';
import type { WebSettings } from '../settings/web.ts';

export interface EdgeProps extends StackProps {
  readonly settings: WebSettings;
  readonly requestsPerTokenIn5Minutes: number;
}

/** The region from which CloudFront takes its firewall and its certificate. */
export const EDGE_REGION = 'us-east-1';

/** What a distribution needs of us-east-1, wherever the rest of the stage stands. */
export class EdgeStack extends Stack {
  readonly firewallArn: string;
  /** Null without a name of one's own: CloudFront brings its certificate. */
  readonly certificate: ICertificate | null;

  constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id, props);
    const { domain } = props.settings;
    this.firewallArn = new EdgeFirewall(this, 'Firewall', props.requestsPerTokenIn5Minutes).arn;
    this.certificate = domain === null ? null : this.#certificate(domain);
  }

  #certificate({ name, certificateArn }: NonNullable<WebSettings['domain']>): ICertificate {
    if (certificateArn !== null) return Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    return new Certificate(this, 'Certificate', { domainName: name, validation: CertificateValidation.fromDns() });
  }
}
