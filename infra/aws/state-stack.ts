import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { table as definition, type KeyAttribute } from '../../shared/store/table.ts';

/** What must survive: the table, the keys, the object-locked checkpoints. Nothing here is ever replaced by a release. */
export class StateStack extends Stack {
  readonly table: TableV2;
  readonly tableKey: Key;
  readonly keys: Readonly<Record<'token' | 'log', Key>>;
  readonly checkpoints: Bucket;
  /** Datasets as their source units hand them in; only the gate reads it. */
  readonly upstream: Bucket;
  readonly deadLetters: Queue;
  readonly cursorKey: Secret;
  /** Never change it: pseudonyms and lists of excluded subjects are made with it. */
  readonly pseudonymSecret: Secret;
  /** Never change it: the secrets of webhook subscriptions are made with it. */
  readonly webhookSecret: Secret;
  /** P-256 private key (PKCS #8, PEM) of delivery receipts: put it there before the first release, the gate refuses to start without. */
  readonly receiptKey: Secret;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    this.tableKey = new Key(this, 'DataKey', { enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN });
    this.table = this.#table(this.tableKey);
    this.keys = {
      token: this.#signingKey('TokenKey', KeySpec.ECC_NIST_P256),
      log: this.#signingKey('LogKey', KeySpec.ECC_NIST_EDWARDS25519),
    };
    const access = this.#bucket('AccessLogs', { lifecycleRules: [{ expiration: Duration.days(400) }] });
    // Ten years that nobody, not even the account's owner, can shorten: a rolled-back table is found out by them.
    this.checkpoints = this.#bucket('Checkpoints', {
      versioned: true,
      objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(3_650)),
      serverAccessLogsBucket: access,
      serverAccessLogsPrefix: 'checkpoints/',
    });
    this.upstream = this.#bucket('Upstream', {
      versioned: true,
      serverAccessLogsBucket: access,
      serverAccessLogsPrefix: 'upstream/',
    });
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.KMS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.receiptKey = new Secret(this, 'ReceiptKey');
    this.cursorKey = this.#hexadecimal('CursorKey');
    this.pseudonymSecret = this.#hexadecimal('PseudonymSecret');
    this.webhookSecret = this.#hexadecimal('WebhookSecret');
  }

  /** 32 random bytes. */
  #hexadecimal(id: string): Secret {
    return new Secret(this, id, {
      generateSecretString: { passwordLength: 64, excludeCharacters: notHexadecimal, requireEachIncludedType: false },
    });
  }

  #table(encryptionKey: Key): TableV2 {
    return new TableV2(this, 'Table', {
      partitionKey: attribute(definition.hash),
      sortKey: attribute(definition.range),
      globalSecondaryIndexes: definition.indexes.map(({ name, hash, range, include }) => ({
        indexName: name,
        partitionKeys: hash.map(attribute),
        sortKeys: range.map(attribute),
        projectionType: ProjectionType.INCLUDE,
        nonKeyAttributes: [...include],
      })),
      billing: Billing.onDemand(),
      timeToLiveAttribute: definition.expires,
      dynamoStream: StreamViewType.NEW_IMAGE,
      encryption: TableEncryptionV2.customerManagedKey(encryptionKey),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  #signingKey(id: string, keySpec: KeySpec): Key {
    return new Key(this, id, { keySpec, keyUsage: KeyUsage.SIGN_VERIFY, removalPolicy: RemovalPolicy.RETAIN });
  }

  #bucket(id: string, props: ConstructorParameters<typeof Bucket>[2]): Bucket {
    return new Bucket(this, id, {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
      ...props,
    });
  }
}

const attribute = ({ name, type }: KeyAttribute) => ({
  name,
  type: type === 'N' ? AttributeType.NUMBER : AttributeType.STRING,
});

/** Everything a password generator may use but 0-9 and a-f. */
const notHexadecimal = 'ghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
