using System.Net;
using System.Net.Sockets;
using System.Text;
using BintrayPush.Api.Tests;
using MimeMessage = MimeKit.MimeMessage;

namespace BintrayPush.Cli.Tests;

/// <summary>One mail about a push: by which servers, with which words, and who learns nothing.</summary>
[TestClass]
public sealed class MailTests : NotificationTest
{
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
}
