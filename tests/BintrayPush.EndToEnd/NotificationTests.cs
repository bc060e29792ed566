using System.Globalization;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>Who is told of a push of a build: by a real mail server, once, whatever the end.</summary>
[TestClass]
public sealed class NotificationTests : Scenario
{
    [TestMethod]
    public void Each_push_of_a_build_sends_one_mail_whatever_its_end_and_a_dead_mail_server_changes_nothing()
    {
        using var mail = new MailServer();
        Environment["BINTRAY_SMTP_HOST"] = "127.0.0.1";
        Environment["BINTRAY_SMTP_PORT"] = mail.Port.ToString(CultureInfo.InvariantCulture);
        Environment["BINTRAY_SMTP_SECURITY"] = "none";
        Environment["BINTRAY_SMTP_FROM"] = "builds@example.org";
        Library("Acme");
        const string Notify = "-p:BintrayNotify=ann@example.org%3Bbob@example.org";

        Dotnet("build", "Acme", "-c", "Release", "-t:PushToBintray", Notify).Succeeds().DoesNotSay("BTP5");
        Says(mail, 1, "Subject: Pushed: Acme 1.0.0").Says("bob@example.org");

        Dotnet("build", "Acme", "-c", "Release", "-t:PlanBintrayPush", Notify).Succeeds();
        Dotnet("build", "Acme", "-c", "Release", "-t:PushToBintray", Notify, "-p:BintrayNotifyOn=Failure").Succeeds().Says("1 unchanged");
        Dotnet("build", "Acme", "-c", "Release", "-t:PushToBintray", Notify, "-p:BintrayRepo=no/such/repository").FailsWith("BTP1003");
        Says(mail, 2, "Subject: Not begun: Acme").Says("BTP1003");

        File.Delete(Published("Acme.1.0.0.nupkg"));
        Write("Acme/Class.cs", "namespace Acme; public static class Other;");
        Dotnet("build", "Acme", "-c", "Release", "-t:PushToBintray", Notify).FailsWith("BTP3001");
        Says(mail, 3, "Subject: Failed: Acme 1.0.0").Says("BTP3001");

        Dotnet("build", "Acme", "-c", "Release", "-t:PushToBintray", "-p:BintrayNotify=nobody").FailsWith("BTP5001");
        mail.Dispose();
        Dotnet("build", "Acme", "-c", "Release", "-t:PushToBintray", Notify, "-p:Version=1.0.1").Succeeds()
            .Says("warning BTP5011").Says("1 uploaded");
        Assert.HasCount(3, mail.Mails);
    }

    private static Command Says(MailServer mail, int count, string words)
    {
        Assert.HasCount(count, mail.Mails);
        return new Command("the mail", 0, mail.Mails[^1], "nowhere").Says(words);
    }
}
