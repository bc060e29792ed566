using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BintrayPush.Cli.Notifications;
using MimeMessage = MimeKit.MimeMessage;

namespace BintrayPush.Cli.Tests;

/// <summary>Who is told how a push has ended: once, whatever the end, and never with an effect on the push.</summary>
[TestClass]
public sealed class NotificationTests : NotificationTest
{
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
}
