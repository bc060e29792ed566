using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BintrayPush.Api.Tests;
using BintrayPush.Cli.Notifications;
using BintrayPush.Messages;
using BintrayPush.Planning;
using MimeMessage = MimeKit.MimeMessage;

namespace BintrayPush.Cli.Tests;

/// <summary>Who is told how a push has ended: once, whatever the end, and never with an effect on the push.</summary>
[TestClass]
public sealed class NotificationTests : CommandTest
{
    private const string Password = "correct horse battery";

    [TestMethod]
    [DataRow("done")]
    [DataRow("failed")]
    [DataRow("refused")]
    [DataRow("wrong usage")]
    [DataRow("cancelled")]
    public void Each_push_is_told_of_in_one_mail_and_one_call_whatever_its_end(string end)
    {
        using var mail = Mail();
        using var hook = Hook(_ => 204);
        Write("one.txt", "1");
        Push("one.txt").Succeeds();
        using var cancelled = new CancellationTokenSource();

        string[] push = ["push", "--version", "1.0.0", "--notify", "ann@example.org; Bob <bob@example.org>", "--notify-url", hook.Url];
        switch (end)
        {
            case "done":
                Run([.. push, "--package", "acme", "one.txt"]).Succeeds();
                break;
            case "failed":
                Write("one.txt", "2");
                Run([.. push, "--package", "acme", "one.txt"]).Fails("BTP3001");
                break;
            case "refused":
                Run([.. push, "--package", "acme", "gone.txt"]).Fails("BTP1004");
                break;
            case "wrong usage":
                Run([.. push, "one.txt"]).IsWrongUsage("BTP1041");
                break;
            default:
                cancelled.Cancel();
                Run(cancelled.Token, [.. push, "--package", "acme", "one.txt"]).Fails("BTP1052");
                break;
        }

        var message = MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(mail.Mails.Single())));
        var (word, state) = end switch
        {
            "done" => ("Pushed: acme 1.0.0", "Done"),
            "failed" => ("Failed: acme 1.0.0", "Failed"),
            "cancelled" => ("Cancelled: ", "Cancelled"),
            _ => ("Not begun: bintray", "Refused"),
        };
        StringAssert.StartsWith(message.Subject, word);
        Assert.AreEqual("builds@example.org", message.From.Mailboxes.Single().Address);
        CollectionAssert.AreEqual(
            new[] { "ann@example.org", "bob@example.org" }, message.To.Mailboxes.Select(to => to.Address).ToArray());
        using var told = JsonDocument.Parse(hook.Requests.Single().Body);
        Assert.AreEqual(state, told.RootElement.GetProperty("state").GetString());
        StringAssert.Contains(hook.Requests.Single().Head, $"X-Bintray-Event: push.{state.ToLowerInvariant()}\r\n");
    }

    [TestMethod]
    public void After_success_those_are_silent_who_want_to_hear_of_failures_only()
    {
        using var mail = Mail();
        Write("one.txt", "1");

        Push("one.txt", "--notify", "ann@example.org", "--notify-on", "failure").Succeeds();
        Assert.IsEmpty(mail.Mails);

        Push("gone.txt", "--notify", "ann@example.org", "--notify-on", "failure").Fails("BTP1004");
        Assert.HasCount(1, mail.Mails);
    }

    [TestMethod]
    public void The_mail_lists_the_files_and_shows_what_others_wrote_as_text_only()
    {
        using var mail = Mail();
        Write("<script>alert(1)<\u200bscript>.txt", "1");

        Push(".", "--whole-folder", "--notify", "ann@example.org").Succeeds();

        var message = MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(mail.Mails.Single())));
        StringAssert.Contains(message.TextBody, "1 uploaded, 1 of 1 public");
        StringAssert.Contains(message.TextBody, "<script>alert(1)");
        Assert.DoesNotContain("<script", message.HtmlBody!);
        StringAssert.Contains(message.HtmlBody, "&lt;script&gt;alert(1)");
    }

    [TestMethod]
    public void A_mail_server_that_is_busy_is_asked_again_and_one_that_refuses_somebody_sends_to_the_others()
    {
        using var mail = Mail();
        mail.Busy = 2;
        Write("receipt.json", Receipt());

        var problems = Tell("ann@example.org;nobody@example.org", null);

        Assert.AreEqual("BTP5012", problems.Single().Code, problems.Single().Text);
        Assert.HasCount(1, mail.Mails);
        StringAssert.Contains(problems.Single().Text, "nobody@example.org");
    }

    [TestMethod]
    public async Task A_mail_server_that_is_silent_is_waited_for_once()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Variables["BINTRAY_SMTP_HOST"] = "127.0.0.1";
        Variables["BINTRAY_SMTP_PORT"] = $"{((IPEndPoint)silent.LocalEndpoint).Port}";
        Variables["BINTRAY_SMTP_FROM"] = "builds@example.org";
        Write("receipt.json", Receipt());

        var problems = Tell("ann@example.org", null, TimeSpan.FromMilliseconds(100));

        Assert.AreEqual("BTP5011", problems.Single().Code, problems.Single().Text);
        using var asked = await silent.AcceptTcpClientAsync();
        Assert.IsFalse(silent.Pending(), "It was asked again.");
    }

    [TestMethod]
    public void A_password_goes_out_only_by_tls_and_to_a_server_whose_certificate_is_trusted()
    {
        using var authority = TestCertificates.Authority("Acme");
        using var certificate = TestCertificates.CertificateFrom(authority, IPAddress.Loopback);
        using var mail = Mail(certificate, Password);
        Write("receipt.json", Receipt());
        Variables["BINTRAY_SMTP_SECURITY"] = "starttls";
        Variables["BINTRAY_SMTP_USER"] = "joe";
        Variables["BINTRAY_SMTP_PASSWORD"] = Password;

        var untrusted = Tell("ann@example.org", null).Single();
        Assert.AreEqual("BTP5011", untrusted.Code);
        StringAssert.Contains(untrusted.Text, "certificate");
        Assert.IsEmpty(mail.Mails);

        Variables["BINTRAY_SMTP_CA_FILE"] = Write("authority.pem", authority.ExportCertificatePem());
        Assert.IsEmpty(Tell("ann@example.org", null));
        Assert.HasCount(1, mail.Mails);

        Variables["BINTRAY_SMTP_PASSWORD"] = "wrong";
        var refused = Tell("ann@example.org", null).Single();
        Assert.AreEqual("BTP5011", refused.Code);
        Assert.DoesNotContain("wrong", refused.Text);
    }

    [TestMethod]
    public void A_mail_server_may_speak_tls_from_the_first_byte_and_who_expects_that_of_the_wrong_port_is_told_so()
    {
        using var authority = TestCertificates.Authority("Acme");
        using var certificate = TestCertificates.CertificateFrom(authority, IPAddress.Loopback);
        using var other = TestCertificates.CertificateFrom(authority, IPAddress.Parse("192.0.2.1"));
        using var mail = Mail(certificate, Password, isImplicit: true);
        Write("receipt.json", Receipt());
        Variables["BINTRAY_SMTP_SECURITY"] = "tls";
        Variables["BINTRAY_SMTP_USER"] = "joe";
        Variables["BINTRAY_SMTP_PASSWORD"] = Password;
        StringAssert.Contains(
            Tell("ann@example.org", null).Single().Text,
            "its certificate is not accepted: the server's certificate was issued by 'Acme', which this machine does not trust");

        Variables["BINTRAY_SMTP_CA_FILE"] = Write("authority.pem", authority.ExportCertificatePem());
        Assert.IsEmpty(Tell("ann@example.org", null));
        Assert.HasCount(1, mail.Mails);

        using var stranger = Mail(other, Password, isImplicit: true);
        Variables["BINTRAY_SMTP_SECURITY"] = "tls";
        StringAssert.Contains(Tell("ann@example.org", null).Single().Text, "the server's certificate is for 192.0.2.1");

        using var clear = Mail();
        Variables["BINTRAY_SMTP_SECURITY"] = "tls";
        StringAssert.Contains(Tell("ann@example.org", null).Single().Text, "BINTRAY_SMTP_SECURITY is tls");
    }

    [TestMethod]
    public void A_mail_that_a_server_may_have_taken_is_not_sent_again_and_not_called_unsent()
    {
        using var mail = Mail();
        mail.HangsUp = true;
        Write("receipt.json", Receipt());

        var problem = Tell("ann@example.org", null).Single();

        Assert.AreEqual("BTP5011", problem.Code);
        StringAssert.Contains(problem.Text, "did not say whether it has taken the mail");
        Assert.HasCount(1, mail.Mails);
    }

    [TestMethod]
    public void What_failed_is_the_first_that_a_mail_names_however_many_files_there_are()
    {
        using var mail = Mail();
        foreach (var number in Enumerable.Range(0, 250))
        {
            Write($"out/{number:000}.txt", "1");
        }

        Push("out", "--path", "acme", "--max-files", "0").Succeeds();
        Write("out/249.txt", "2");

        Push("out", "--path", "acme", "--max-files", "0", "--notify", "ann@example.org").Fails("BTP3001");

        var message = MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(mail.Mails.Single())));
        StringAssert.Contains(message.TextBody, "Failed    249.txt (1 B) not public");
        StringAssert.Contains(message.TextBody, "and 50 more files");
    }

    [TestMethod]
    [DataRow("HOST", "", "BINTRAY_SMTP_HOST")]
    [DataRow("PORT", "0", "BINTRAY_SMTP_PORT is '0'")]
    [DataRow("PORT", "x", "BINTRAY_SMTP_PORT is 'x'")]
    [DataRow("SECURITY", "ssl", "none, starttls, tls")]
    [DataRow("SECURITY", "1", "none, starttls, tls")]
    [DataRow("FROM", "me", "BINTRAY_SMTP_FROM is 'me'")]
    [DataRow("FROM", "me@example.org\nBcc: all@example.org", "BINTRAY_SMTP_FROM")]
    [DataRow("USER", "joe", "BINTRAY_SMTP_PASSWORD")]
    [DataRow("PASSWORD", "x", "BINTRAY_SMTP_USER")]
    [DataRow("CA_FILE", "gone.pem", "gone.pem")]
    public void Settings_of_mail_that_cannot_be_used_are_a_warning_that_names_them(string variable, string value, string words)
    {
        using var mail = Mail();
        Write("one.txt", "1");
        Variables["BINTRAY_SMTP_" + variable] = value;

        var said = Push("one.txt", "--notify", "ann@example.org").Succeeds();

        StringAssert.Contains(said.Error, "warning BTP5010: ");
        StringAssert.Contains(said.Error, words);
        Assert.IsEmpty(mail.Mails);
    }

    [TestMethod]
    public void The_password_is_not_sent_in_the_clear_to_another_machine()
    {
        using var mail = Mail();
        Write("one.txt", "1");
        Variables["BINTRAY_SMTP_HOST"] = "mail.example.org";
        Variables["BINTRAY_SMTP_USER"] = "joe";
        Variables["BINTRAY_SMTP_PASSWORD"] = Password;

        var said = Push("one.txt", "--notify", "ann@example.org").Succeeds();

        StringAssert.Contains(said.Error, "in the clear");
        Assert.DoesNotContain(Password, said.Error);
    }

    [TestMethod]
    public void The_settings_of_this_machine_stand_in_a_file_that_variables_override_and_no_password_is_read_from_it()
    {
        using var mail = Mail();
        Write("one.txt", "1");
        Variables.Remove("BINTRAY_SMTP_HOST");
        Variables.Remove("BINTRAY_SMTP_FROM");
        Write("home/mail.json", """{ "host": "127.0.0.1", "port": 1, "from": "file@example.org", "security": "none" }""");
        Push("one.txt", "--notify", "ann@example.org").Succeeds();
        StringAssert.Contains(mail.Mails.Single(), "file@example.org");

        Write("home/mail.json", """{ "host": "127.0.0.1", "from": "file@example.org", "password": "p4ss" }""");
        var said = Push("one.txt", "--notify", "ann@example.org").Succeeds();
        StringAssert.Contains(said.Error, "BINTRAY_SMTP_PASSWORD");
        Assert.DoesNotContain("p4ss", said.Error);
    }

    [TestMethod]
    [DataRow("--notify", "not an address", "BTP5001")]
    [DataRow("--notify", "ann@example.org\r\nBcc: bob@example.org", "BTP5001")]
    [DataRow("--notify-on", "never", "BTP5002")]
    [DataRow("--notify-on", "1", "BTP5002")]
    [DataRow("--notify-url", "hook", "BTP5003")]
    [DataRow("--notify-url", "ftp://example.org/hook", "BTP5003")]
    [DataRow("--notify-url", "http://example.org/hook", "BTP5003")]
    public void Who_cannot_be_told_is_known_before_the_first_write(string option, string value, string code)
    {
        Write("one.txt", "1");

        Push("one.txt", option, value).IsWrongUsage(code);

        Assert.IsFalse(Directory.Exists(At("home", "repository")));
    }

    [TestMethod]
    public void A_call_is_signed_with_the_secret_of_the_environment_and_made_again_under_one_number_until_it_is_taken()
    {
        var answers = new Queue<int>([500, 429, 200]);
        using var hook = Hook(_ => answers.Dequeue());
        Variables["BINTRAY_NOTIFY_SECRET"] = Password;
        Write("receipt.json", Receipt());

        Assert.IsEmpty(Tell(null, hook.Url));

        Assert.HasCount(3, hook.Requests);
        Assert.HasCount(1, hook.Requests.Select(request => Header(request, WebhookSender.DeliveryHeader)).Distinct());
        foreach (var request in hook.Requests)
        {
            var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Password), request.Body);
            Assert.AreEqual("sha256=" + Convert.ToHexStringLower(expected), Header(request, WebhookSender.SignatureHeader));
        }
    }

    [TestMethod]
    public void A_receiver_that_is_not_there_or_says_no_is_a_warning_without_the_path_of_its_address()
    {
        Write("one.txt", "1");
        using var hook = Hook(_ => 403);
        Variables["BINTRAY_NOTIFY_URL"] = hook.Url + "/T0KEN";

        var said = Push("one.txt").Succeeds();

        StringAssert.Contains(said.Error, "warning BTP5013: ");
        StringAssert.Contains(said.Error, "403");
        Assert.DoesNotContain("T0KEN", said.Error);
        Assert.HasCount(1, hook.Requests);
        StringAssert.StartsWith(hook.Requests.Single().Line, "POST /T0KEN");
    }

    [TestMethod]
    public void A_receipt_can_be_told_of_later_and_what_is_none_cannot()
    {
        using var mail = Mail();
        Write("one.txt", "1");
        Push("one.txt", "--receipt", "receipt.json").Succeeds();

        Run("notify", "receipt.json", "--notify", "ann@example.org").Succeeds();
        Assert.HasCount(1, mail.Mails);

        Run("notify", "receipt.json").IsWrongUsage("BTP5015");
        Run("notify", "one.txt", "--notify", "ann@example.org").Fails("BTP5014");
        Run("notify", "gone.json", "--notify", "ann@example.org").Fails("BTP5014");
        Write("half.json", """{"state":"Done","files":[{"source":"\ud800"}]}""");
        Run("notify", "half.json", "--notify", "ann@example.org").Fails("BTP5014");
    }

    private static string Header(Received request, string name) =>
        request.Head.Split("\r\n").Single(line => line.StartsWith(name + ": ", StringComparison.Ordinal))[(name.Length + 2)..];

    private static ScriptedServer Hook(Func<Received, int> status) => new(request => ScriptedServer.Json(status(request), "{}"));

    private string Receipt()
    {
        Write("one.txt", "1");
        return Push("one.txt", "--json").Succeeds().Output;
    }

    private IReadOnlyList<Problem> Tell(string? addresses, string? url, TimeSpan? mailSilence = null)
    {
        var order = NotificationOrder.Read(
            addresses, null, url, _ => null, allowInsecure: false, problem => Assert.Fail(problem.Text))!;
        var notifier = new Notifier(Home, name => Variables.GetValueOrDefault(name)) { Pause = (_, _) => Task.CompletedTask };
        notifier.MailSilence = mailSilence ?? notifier.MailSilence;
        return notifier.TellAsync(order, EndedPush.Read(At("receipt.json")), CancellationToken.None).GetAwaiter().GetResult();
    }

    private MailServer Mail(
        System.Security.Cryptography.X509Certificates.X509Certificate2? certificate = null, string? password = null, bool isImplicit = false)
    {
        var server = new MailServer(certificate, password, isImplicit);
        Variables["BINTRAY_SMTP_HOST"] = "127.0.0.1";
        Variables["BINTRAY_SMTP_PORT"] = server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Variables["BINTRAY_SMTP_FROM"] = "builds@example.org";
        Variables["BINTRAY_SMTP_SECURITY"] = "none";
        return server;
    }
}
