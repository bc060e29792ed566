using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>What a build pushes into a folder is signed by the program in the package, and checked by GnuPG.</summary>
[TestClass]
public sealed class SignedPushTests : Scenario
{
    private const string Passphrase = "correct horse battery";

    [TestMethod]
    public void A_build_signs_in_a_folder_by_the_program_of_the_package_or_publishes_nothing()
    {
        var gpg = Tool.GnuPG.File();
        Library("Acme");
        string[] push = ["build", "Acme", "-c", "Release", "-t:PushToBintray", "-p:BintrayGpgSign=true"];
        Dotnet(push).FailsWith("BTP4064");
        Assert.IsFalse(File.Exists(Published("Acme.1.0.0.nupkg")));

        Environment["BINTRAY_GPG_PASSPHRASE"] = Passphrase;
        Bintray("key", "generate", "local", "--user-id", "Acme <releases@example.org>").Succeeds();
        Dotnet(push).Succeeds().Says("1 uploaded").DoesNotSay(Passphrase);

        var home = At("gpg");
        Directory.CreateDirectory(home);
        Environment["GNUPGHOME"] = home;
        Write("key.asc", Bintray("key", "export", "local").Succeeds().Output);
        Run(gpg, "--batch", "--import", At("key.asc")).Succeeds();
        Run(gpg, "--batch", "--verify", Published("Acme.1.0.0.nupkg.asc"), Published("Acme.1.0.0.nupkg")).Succeeds();
        Run("gpgconf", "--kill", "all");

        Dotnet(push).Succeeds().Says("1 unchanged");
        Environment.Remove("BINTRAY_GPG_PASSPHRASE");
        Dotnet([.. push, "-p:Version=1.0.1"]).FailsWith("BTP4065");
        Dotnet([.. push[..^1], "-p:Version=1.0.1", "-p:BintrayGpgSign=ifAvailable"]).Succeeds().Says("1 uploaded");
        Assert.IsFalse(File.Exists(Published("Acme.1.0.1.nupkg.asc")));
    }

    private Command Bintray(params string[] arguments) =>
        Run("dotnet", ["exec", Path.Combine(Machine.Unpacked, "tools", "bintray", "bintray.dll"), .. arguments]);

    private Command Run(string program, params string[] arguments) => Command.Run(NextLog(), Folder, Environment, program, arguments);
}
