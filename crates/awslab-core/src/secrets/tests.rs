//! Texts with secrets, and texts as teachers and AWS's own tutorials have them, without.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;
use SecretKind::{AwsAccessKey, AwsSecretKey, Password, PrivateKey};

/// A line or a few, and what is in it.
const FOUND: &[(&str, &[SecretKind])] = &[
    // keys of AWS
    ("export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE", &[AwsAccessKey]),
    ("key = ASIAY34FZKBOKMUTVV7A", &[AwsAccessKey]),
    ("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", &[AwsSecretKey]),
    (r#"{"SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}"#, &[AwsSecretKey]),
    (
        "aws configure set aws_secret_access_key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY AKIAIOSFODNN7EXAMPLE",
        &[AwsAccessKey, AwsSecretKey],
    ),
    ("AKIAIOSFODNN7EXAMPLE\nwJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", &[AwsAccessKey, AwsSecretKey]),
    ("aws_session_token = IQoJb3JpZ2luX2VjEHoaCXVzLWVhc3QtMSJHMEUCIQ", &[Password]),
    // private keys
    ("-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA0Z3VS5JJ", &[PrivateKey]),
    ("-----BEGIN OPENSSH PRIVATE KEY-----\n    b3BlbnNzaC1rZXktdjEAAAAABG5vbmU", &[PrivateKey]),
    (r#""key": "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B""#, &[PrivateKey]),
    ("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED", &[PrivateKey]),
    ("-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOYBGM0cX4BCADA1kq2o9", &[PrivateKey]),
    // shells
    ("export DB_PASSWORD=hunter22", &[Password]),
    ("DB_PASSWORD='hunter 22'", &[Password]),
    ("MYSQL_ROOT_PASSWORD=changeme docker compose up", &[Password]),
    ("PGPASSWORD=s3cr3t! psql -h db -U app", &[Password]),
    ("DBPassword=\"Pa$$w0rd\"", &[Password]),
    ("# DB_PASS=hunter22", &[Password]),
    ("DB_PASSWORD=${DB_PASSWORD:-hunter22}", &[Password]),
    ("docker run -d -e POSTGRES_PASSWORD=hunter22 postgres:16", &[Password]),
    ("export API_KEY_V2=0123456789abcdef", &[Password]),
    ("DB_PASSWORD_PROD=hunter22", &[Password]),
    ("echo 'ec2-user:hunter22' | sudo chpasswd", &[Password]),
    ("echo \"hunter22\" | passwd --stdin ec2-user", &[Password]),
    ("echo hunter22 | docker login --username anna --password-stdin", &[Password]),
    ("sed -i 's/password_here/hunter22/g' wp-config.php", &[Password]),
    ("cat > ~/.netrc <<EOF\nmachine example.com login anna password: hunter22\nEOF", &[Password]),
    // flags
    ("aws rds create-db-instance --master-user-password hunter22 --engine mysql", &[Password]),
    ("gh auth login --token=abcdef0123456789", &[Password]),
    ("kubeadm join 10.0.0.1:6443 --token abcdef.0123456789abcdef", &[Password]),
    ("mysql -u root -phunter22 wordpress", &[Password]),
    ("mysqladmin -u root password='hunter22'", &[Password]),
    ("mysql -h db -u admin -p'hunter 22' -e 'show tables'", &[Password]),
    ("curl -u admin:hunter22 https://example.com/", &[Password]),
    ("sshpass -p hunter22 ssh ec2-user@10.0.0.5", &[Password]),
    ("htpasswd -cb /etc/nginx/.htpasswd anna hunter22", &[Password]),
    ("docker login -u anna -p hunter22", &[Password]),
    ("redis-cli -h cache -a hunter22 ping", &[Password]),
    ("aws ssm put-parameter --name /prod/db/password --type SecureString --value hunter22", &[Password]),
    ("kubectl create secret generic db --from-literal=password=hunter22", &[Password]),
    // YAML and cloud-config
    ("password: hunter22", &[Password]),
    ("  MasterUserPassword: 'hunter22'   # the master", &[Password]),
    ("users:\n  - {name: root, password: hunter22, type: text}", &[Password]),
    ("chpasswd:\n  list: |\n    root:hunter22\n    anna:RANDOM\n  expire: false", &[Password]),
    ("  passwd: $6$rounds=4096$Qx9kq2$wQ4vT0", &[Password]),
    ("env:\n  - name: DB_PASSWORD\n    value: hunter22", &[Password]),
    // JSON
    (r#"{"password": "hunter22"}"#, &[Password]),
    (r#"{"Name": "API_KEY", "Value": "0123456789"}"#, &[Password]),
    (r#"{"ParameterKey": "DBPassword", "ParameterValue": "hunter22"}"#, &[Password]),
    (r#"SecretString: '{"username": "anna", "password": "hunter22"}'"#, &[Password]),
    (r#"curl -d "{\"password\": \"hunter22\"}" https://example.com"#, &[Password]),
    (r##""UserData": "#!/bin/bash\nexport DB_PASSWORD=hunter22\nyum update -y""##, &[Password]),
    ("ParameterKey=DBPassword,ParameterValue=hunter22", &[Password]),
    // INI, XML, Dockerfiles, code, SQL
    ("[client]\nuser = root\npassword = hunter22", &[Password]),
    ("<password>hunter22</password>", &[Password]),
    (r#"<property name="db.password" value="hunter22"/>"#, &[Password]),
    ("ENV DB_PASSWORD hunter22", &[Password]),
    ("define('DB_PASSWORD', 'hunter22');", &[Password]),
    ("$password = \"hunter22\";", &[Password]),
    ("connection = connect(host=host, password=\"hunter22\")", &[Password]),
    (r#"config["api_key"] = "0123456789abcdef""#, &[Password]),
    ("CREATE USER 'app'@'%' IDENTIFIED BY 'hunter22';", &[Password]),
    ("ALTER USER 'root'@'localhost' IDENTIFIED WITH mysql_native_password BY 'hunter22';", &[Password]),
    ("CREATE ROLE app WITH LOGIN PASSWORD 'hunter22';", &[Password]),
    // Windows
    ("$env:DB_PASSWORD = 'hunter22'", &[Password]),
    ("$secure = ConvertTo-SecureString 'P@ssw0rd!' -AsPlainText -Force", &[Password]),
    ("net user Administrator P@ssw0rd!", &[Password]),
    ("[Environment]::SetEnvironmentVariable(\"DB_PASSWORD\", \"hunter22\", \"Machine\")", &[Password]),
    ("New-ItemProperty -Path $path -Name DefaultPassword -Value 'P@ssw0rd!'", &[Password]),
    ("setx API_TOKEN 0123456789", &[Password]),
    // addresses and headers
    ("DATABASE_URL=postgres://app:hunter22@db.example.com:5432/app", &[Password]),
    ("git clone https://anna:hunter22@git.example.com/lab.git", &[Password]),
    ("jdbc:mysql://db:3306/app?user=app&password=hunter22", &[Password]),
    ("Server=db;User Id=sa;Password=hunter22;", &[Password]),
    ("curl -H 'Authorization: Bearer 0123456789abcdef' https://example.com", &[Password]),
    // tokens, by their shape
    ("git clone https://ghp_abcdefghijklmnopqrstuvwxyz0123456789@github.com/a/b", &[Password]),
    ("https://hooks.slack.com/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx", &[Password]),
    ("stripe.api = sk_live_abcdefghijklmnop", &[Password]),
    ("maps: AIzaSyA-abcdefghijklmnopqrstuvwxyz01234", &[Password]),
    ("Cookie: s=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P", &[Password]),
    // in Base64
    ("  encoding: b64\n  content: ZXhwb3J0IERCX1BBU1NXT1JEPWh1bnRlcjIy", &[Password]),
    ("KEY: LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQpNSUlFcEFJQkFBS0NBUUVBMFozVlM1Sko=", &[PrivateKey]),
];

/// What only points at a secret, or is none.
const CLEAN: &[&str] = &[
    "",
    "#!/bin/bash\nyum update -y\nyum install -y httpd\nsystemctl enable --now httpd",
    "#!/bin/bash\necho \"<h1>Hello from $(hostname -f)</h1>\" > /var/www/html/index.html",
    "#cloud-config\npackages:\n - httpd\nruncmd:\n - systemctl start httpd",
    "TOKEN=$(curl -s -X PUT http://169.254.169.254/latest/api/token -H \"X-aws-ec2-metadata-token-ttl-seconds: 21600\")",
    "TOKEN=`curl -X PUT \"http://169.254.169.254/latest/api/token\" -H \"X-aws-ec2-metadata-token-ttl-seconds: 21600\"`",
    "curl -H \"X-aws-ec2-metadata-token: $TOKEN\" http://169.254.169.254/latest/meta-data/instance-id",
    "DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id prod/db --query SecretString --output text | jq -r .password)",
    "PASSWORD=\"$(aws ssm get-parameter --name /prod/db/password --with-decryption --query Parameter.Value --output text)\"",
    "DB_PASSWORD=$DB_PASS\nDB_PASSWORD=\"${DBPassword}\"\nDB_PASSWORD=\"$1\"",
    "export DB_PASSWORD=\nDB_PASSWORD=\"\"\nDB_PASSWORD=''",
    "DB_PASSWORD=<your password>\nDB_PASSWORD=\"<your-password>\"",
    "password: {{resolve:secretsmanager:prod/db:SecretString:password}}",
    "MasterUserPassword: '{{resolve:ssm-secure:db-password:1}}'",
    "MasterUserPassword: !Ref DBPassword\nToken: !GetAtt Lab.Token",
    "MasterUserPassword: !Sub '{{resolve:secretsmanager:${Secret}:SecretString:password}}'",
    r#"{"MasterUserPassword": {"Ref": "DBPassword"}}"#,
    r#"{"Fn::Join": ["", ["export DB_PASSWORD=", {"Ref": "DBPassword"}, "\n"]]}"#,
    "Parameters:\n  DBPassword:\n    Type: String\n    NoEcho: true\n    MinLength: 8",
    "  DBSecret:\n    Type: AWS::SecretsManager::Secret\n    Properties:\n      GenerateSecretString:\n        PasswordLength: 16",
    "secret: arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf",
    r#"{"name": "DB_PASSWORD", "valueFrom": "arn:aws:ssm:eu-west-1:111122223333:parameter/prod/db/password"}"#,
    "Resource: arn:aws:secretsmanager:*:*:secret:lab-*",
    "Action: secretsmanager:GetSecretValue",
    "ManageMasterUserPassword: true\nlock_passwd: false\nssh_pwauth: true\nHttpTokens: required",
    "MYSQL_ROOT_PASSWORD_FILE=/run/secrets/db_root\nPASSWORD_FILE: /run/x",
    "vault login --password-file /run/secrets/vault\nopenssl req -passin file:/etc/pki/pass",
    "docker build --secret id=npm,src=.npmrc .",
    "aws ecr get-login-password --region eu-west-1 | docker login --username AWS --password-stdin 111122223333.dkr.ecr.eu-west-1.amazonaws.com",
    "aws rds create-db-instance --manage-master-user-password --engine mysql",
    "aws rds create-db-instance --master-user-password $DB_PASSWORD --engine mysql",
    "mysql -u root -p\"$DB_PASSWORD\" -e \"CREATE DATABASE wordpress;\"",
    "mysql -u root -p$DBRootPassword wordpress",
    "mysql -h $HOST -P 3306 -u admin -p",
    "docker run --name mongo -p 27017:27017 mongo",
    "CREATE USER 'app'@'%' IDENTIFIED BY '$DB_PASSWORD';",
    "echo \"GRANT ALL ON wordpress.* TO 'wp'@'localhost' IDENTIFIED BY '${DBPassword}';\" | mysql",
    "sed -i \"s/password_here/$DBPassword/\" wp-config.php",
    "sudo sed -i 's/PasswordAuthentication no/PasswordAuthentication yes/' /etc/ssh/sshd_config",
    "ec2-user ALL=(ALL) NOPASSWD: ALL",
    "anna ALL=(ALL) NOPASSWD:/usr/bin/systemctl restart httpd",
    "grep 'temporary password' /var/log/mysqld.log",
    "PASSWORD=$(openssl rand -base64 24)\npassword = secrets.token_urlsafe(16)",
    "password = os.environ[\"DB_PASSWORD\"]\npassword = os.environ.get(\"DB_PASSWORD\")",
    "client = connect(host=host, user=user, password=password)",
    "const password = process.env.DB_PASSWORD;\nconst token = await fetchToken();",
    "if [ \"$PASSWORD\" = \"empty\" ]; then exit 1; fi\nif [ -z \"$DB_PASSWORD\" ]; then exit 1; fi",
    ": \"${DB_PASSWORD:?set it first}\"",
    "read -s -p 'Password: ' PASSWORD",
    "echo \"Password: the one that you chose\"",
    "ssh -i key.pem ec2-user@10.0.0.5\nprivate_key = /etc/ssl/private/server.key\nprivate_key: server.pem",
    "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQsw\n-----END CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKC",
    "grep -q -- '-----BEGIN RSA PRIVATE KEY-----' \"$file\"",
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDQ anna@laptop",
    "git checkout 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12",
    "AKIAIOSFODNN7EXAMPL is too short, and so is akiaiosfodnn7example",
    "postgres://db.example.com:5432/app\nhttps://example.com:8443/path\nhttps://anna@git.example.com/lab.git",
    "postgres://app:$DB_PASSWORD@db:5432/app\npostgres://app:${DB_PASSWORD}@db:5432/app",
    "git clone https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/lab",
    "NextToken: abcdefghijkl\n--starting-token abcdefghijkl\nClientRequestToken: abcdefghijkl",
    "curl -u \"$USER:$PASS\" https://example.com\ncurl -H \"Authorization: Bearer $TOKEN\" https://example.com",
    "DBPassword: '****'\nDBPassword: xxxxxxxx",
    "KeyName: lab-key\nPublicKey: abcdefgh\nPartitionKey: order_id\nKMSKeyId: alias/lab",
    "$password = Get-SSMParameter -Name /prod/db -WithDecryption $true\n$password = (Get-Secret db).Password",
    "net user guest /active:no",
    "chpasswd:\n  expire: false\n  users:\n    - {name: anna, type: RANDOM}",
    "image: nginx:latest\nhost:port\nlocalhost:8080",
    "mysql_secure_installation\nvalidate_password.policy=LOW\ndefault_authentication_plugin=mysql_native_password",
];

/// What is found in each text of a table, put into a longer one, where that is not what should be.
fn wrong<'t>(
    table: impl IntoIterator<Item = (&'t str, &'t [SecretKind])>,
    (before, after): (&str, &str),
) -> Vec<(&'t str, Vec<SecretFinding>)> {
    let first = 1 + before.matches('\n').count();
    let is_right = |text: &str, expected: &[SecretKind], findings: &[SecretFinding]| {
        let kinds: BTreeSet<SecretKind> = findings.iter().map(|it| it.kind).collect();
        let lines = first..=first + text.matches('\n').count();
        kinds.into_iter().eq(expected.iter().copied()) && findings.iter().all(|it| lines.contains(&it.line))
    };
    let rows = table.into_iter().map(|(text, kinds)| (text, kinds, search(&format!("{before}{text}{after}")).findings));
    rows.filter(|(text, kinds, findings)| !is_right(text, kinds, findings)).map(|(text, _, it)| (text, it)).collect()
}

const IN_A_SCRIPT: (&str, &str) = ("#!/bin/bash\r\nset -euo pipefail\r\n", "\r\nsystemctl restart httpd\r\n");

#[test]
fn what_is_written_out_is_found_in_its_line() {
    assert_eq!(wrong(FOUND.iter().copied(), ("", "")), []);
    assert_eq!(wrong(FOUND.iter().copied(), IN_A_SCRIPT), []);
}

#[test]
fn what_only_points_at_a_secret_is_not() {
    let clean = || CLEAN.iter().map(|text| (*text, [].as_slice()));
    assert_eq!(wrong(clean(), ("", "")), []);
    assert_eq!(wrong(clean(), IN_A_SCRIPT), []);
}

#[test]
fn named_values_are_judged_by_both() {
    for (name, value, expected) in [
        ("DB_PASSWORD", "hunter22", Some(Password)),
        ("STRIPE_KEY", "sk_live_abcdefghijklmnop", Some(Password)),
        ("URL", "postgres://app:hunter22@db/app", Some(Password)),
        ("CONFIG", r#"{"password": "hunter22"}"#, Some(Password)),
        ("ACCESS", "AKIAIOSFODNN7EXAMPLE", Some(AwsAccessKey)),
        ("SECRET_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", Some(AwsSecretKey)),
        ("CERT", "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B", Some(PrivateKey)),
        ("dbPassword", "a password, with (everything) in it", Some(Password)),
        ("DB_PASSWORD", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db", None),
        ("DB_PASSWORD", "{{resolve:secretsmanager:db}}", None),
        ("DB_PASSWORD", "/prod/db/password", None),
        ("DB_PASSWORD", "", None),
        ("SECRET_NAME", "prod-db", None),
        ("TABLE_NAME", "orders", None),
        ("STAGE", "password", None),
    ] {
        assert_eq!(search_value(name, value), Vec::from_iter(expected), "{name}={value}");
    }
}

#[test]
fn user_data_is_read_as_an_instance_reads_it() {
    let script = "#!/bin/bash\nDB_PASSWORD=hunter22\n";
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(script.as_bytes()).expect("memory takes it");
    let gzip = gzip.finish().expect("memory takes it");
    let expected = [SecretFinding { kind: Password, line: 2 }];
    for bytes in [script.as_bytes(), &gzip] {
        let searched = search_user_data(&STANDARD.encode(bytes)).expect("it decodes").expect("there is some");
        assert_eq!(searched.findings, expected);
        assert_eq!(searched.sha256, sha256(bytes));
    }
    assert!(search_user_data("").is_ok_and(|it| it.is_none()));
    assert!(matches!(search_user_data("%%%%"), Err(UserDataError::Base64(_))));
    let broken = STANDARD.encode(&gzip[..gzip.len() / 2]);
    assert!(matches!(search_user_data(&broken), Err(UserDataError::Gzip(_))));
}

#[test]
fn parts_of_mime_are_searched() {
    let part =
        STANDARD.encode(format!("#cloud-config\n{}password: hunter22\n", "# a comment, to make it long\n".repeat(9)));
    let lines: Vec<&str> = (0..part.len()).step_by(76).map(|at| &part[at..part.len().min(at + 76)]).collect();
    let mime = format!("Content-Transfer-Encoding: base64\n\n{}\n--//--\n", lines.join("\n"));
    assert_eq!(search(&mime).findings, [SecretFinding { kind: Password, line: 3 }]);
}

#[test]
fn a_digest_tells_texts_apart() {
    assert_eq!(search("abc").sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/// Long runs of what begins a match and never ends it, or ends it each time. Were time to grow with the square of the
/// length, this would take minutes.
#[test]
fn hostile_texts_are_searched_in_good_time() {
    for unit in [
        "a",
        " ",
        "'",
        "\"",
        "\\",
        "password=",
        "password='",
        "password: \"",
        "pwd:",
        "name=x ",
        "name: token value: ",
        "mysql ",
        "mysql -p",
        "curl -u a",
        "echo a:",
        "a://",
        "a://b:",
        "a://b:c@",
        "-----BEGIN ",
        "AKIAIOSFODNN7EXAMPLE ",
        "-----BEGIN PRIVATE KEY-----\\n",
        "chpasswd:\n  a:b\n",
        "s/pw/",
        "eyJaaaaaaaaaaa.",
        "$",
        "${",
        "$password=",
        "ZXhwb3J0",
        "ä",
        "\n",
        "identified by '",
    ] {
        let text = unit.repeat((64 << 10) / unit.len());
        let searched = search(&text);
        assert!(searched.findings.len() <= FINDINGS, "{unit}");
    }
}
